"""The rules over a document: all of them for `lint`, those that a client needs for a build."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.document.bundle import bundle
from generator.document.files import SpecFiles, read_spec
from generator.document.findings import Finding, InvalidSpecError
from generator.document.operation_defaults import with_defaults
from generator.lint.all_rules import NEEDED, RULES, STRUCTURE
from generator.lint.rule import LintContext, findings


def lint(spec: Path) -> list[Finding]:
    """Return what is wrong with the document in the folder *spec*.

    Raises InvalidSpecError if it cannot be read.
    """
    files = read_spec(spec)
    refuse_unreadable(files)
    return findings(LintContext(files, bundle(files)), RULES)


def usable_bundle(files: SpecFiles) -> dict[str, Any]:
    """Return the bundle of the files; raise InvalidSpecError if no client could be made of it."""
    document = readable_bundle(files)
    refuse_unusable(files, document)
    return document


def readable_bundle(files: SpecFiles) -> dict[str, Any]:
    """Return the bundle of the files; raise InvalidSpecError if they do not fit together."""
    refuse_unreadable(files)
    return bundle(files)


def refuse_unusable(files: SpecFiles, document: Mapping[str, Any]) -> None:
    """Raise InvalidSpecError if no client could be made of the bundle of the files."""
    if found := findings(LintContext(files, with_defaults(document)), NEEDED):
        raise InvalidSpecError(found)


def refuse_unreadable(files: SpecFiles) -> None:
    """Raise InvalidSpecError if neither a bundle nor a rule could be made for files of that form."""
    if found := findings(LintContext(files), STRUCTURE):
        raise InvalidSpecError(found)
