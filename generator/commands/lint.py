"""`python -m generator lint`."""

from collections.abc import Sequence
from pathlib import Path

from generator.commands.arguments import Folders, report_failure, report_success, run_on_folders
from generator.document.bundle import bundle
from generator.document.files import read_spec
from generator.document.findings import Finding
from generator.lint.run import lint
from generator.publish.repository_pages import missing_from


def main(argv: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    return run_on_folders("lint", argv, _lint)


def _lint(folders: Folders) -> int:
    """Check the document against OpenAPI, our own rules and the sources; the output is not looked at."""
    # A document that breaks a rule has no form in which the sources could be looked for.
    findings = lint(folders.spec) or _missing(folders.spec)
    return (
        report_failure(findings, f"{folders.spec.name}/ breaks the rules")
        if findings
        else report_success("no findings")
    )


def _missing(spec: Path) -> list[Finding]:
    return missing_from(bundle(read_spec(spec)))
