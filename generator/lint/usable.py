"""The bundle of a document that a client can be made of."""

from typing import Any

from generator.document.bundle import bundle
from generator.document.files import Tree
from generator.document.findings import Refused
from generator.document.operation_defaults import with_defaults
from generator.lint.build_rules import NEEDED, STRUCTURE
from generator.lint.rule import Subject, findings


def usable_bundle(tree: Tree) -> dict[str, Any]:
    """Return the bundle of the files; raise Refused if no client could be made of it."""
    refuse_unreadable(tree)
    document = bundle(tree)
    if found := findings(Subject(tree, with_defaults(document)), NEEDED):
        raise Refused(found)
    return document


def refuse_unreadable(tree: Tree) -> None:
    """Raise Refused if the files are of a form that neither a bundle nor a rule could be made for."""
    if found := findings(Subject(tree), STRUCTURE):
        raise Refused(found)
