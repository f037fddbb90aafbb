"""`python -m generator lint`."""

from collections.abc import Sequence

from generator.commands.arguments import Folders, ill, run_with_folders, well
from generator.lint.whole import lint


def main(argv: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    return run_with_folders("lint", argv, _lint)


def _lint(folders: Folders) -> int:
    """Check the document against OpenAPI and against our own rules; the output is not looked at."""
    findings = lint(folders.spec)
    return ill(findings, f"{folders.spec.name}/ breaks the rules") if findings else well("no findings")
