"""All rules over a whole document."""

from pathlib import Path

from generator.document.bundle import bundle
from generator.document.files import read_tree
from generator.document.findings import Finding
from generator.lint.all_rules import RULES
from generator.lint.rule import Subject, findings
from generator.lint.usable import refuse_unreadable


def lint(spec: Path) -> list[Finding]:
    """Return what is wrong with the document in the folder *spec*; raise Refused if it cannot be read."""
    tree = read_tree(spec)
    refuse_unreadable(tree)
    return findings(Subject(tree, bundle(tree)), RULES)
