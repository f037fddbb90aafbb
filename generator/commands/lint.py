"""`python -m generator lint`."""

from collections.abc import Sequence
from pathlib import Path

from generator.commands.common import ill, run_with_folders, well
from generator.lint.whole import lint


def main(argv: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    return run_with_folders("lint", argv, _lint)


def _lint(spec: Path, generated: Path) -> int:
    """Check the document against OpenAPI and against our own rules; the output is not looked at."""
    del generated
    findings = lint(spec)
    return ill(findings, f"{spec.name}/ breaks the rules") if findings else well("no findings")
