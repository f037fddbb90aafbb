"""The command line of `python -m generator diff`.

Exit codes: 0 the comparison was made, 1 it was made and `--fail-on` or `--check-version` objects,
2 a document cannot be read or an argument is wrong.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from generator.diff.change import Comparison
from generator.diff.changelog import changelog_entry
from generator.diff.compatibility_rules import Severity
from generator.diff.document import Document, read_document
from generator.diff.operation_comparison import compare
from generator.diff.report import json_report, markdown_report, text_report
from generator.diff.revisions import read_source
from generator.diff.version_gate import gate_failures, verdict
from generator.document.findings import InvalidSpecError

_SOURCE = "a bundled document in JSON or YAML: a file, or REVISION:PATH as in `v0.1.0:generated/openapi.yaml`"


def main(argv: Sequence[str]) -> int:
    """Compare two documents, print the report, return the exit code."""
    arguments = _parser().parse_args(argv)
    fail_on = Severity[arguments.fail_on.upper()] if arguments.fail_on else None
    try:
        comparison = compare(_document(arguments.old), _document(arguments.new))
        print(_report(comparison, arguments.format, arguments.date), end="")
        found = list(gate_failures(comparison, fail_on=fail_on, check_version=arguments.check_version))
    except InvalidSpecError as error:
        print(error, file=sys.stderr)
        return 2
    for objection in found:
        print(f"refused: {objection}", file=sys.stderr)
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator diff",
        description="What changed between two editions of the document, and whom it breaks.",
        epilog="Before 1.0.0 a breaking change asks for the next minor version, others for the next patch.",
    )
    parser.add_argument("old", metavar="OLD", help=_SOURCE)
    parser.add_argument("new", metavar="NEW", help="the document to compare with it")
    parser.add_argument("--format", choices=("text", "markdown", "json", "changelog"), default="text")
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the date of the changelog entry")
    parser.add_argument(
        "--fail-on",
        choices=[severity.label for severity in reversed(Severity)],
        help="exit with 1 if a change is that bad or worse",
    )
    parser.add_argument(
        "--check-version",
        action="store_true",
        help="exit with 1 if info.version does not admit a breaking change",
    )
    return parser


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _document(name: str) -> Document:
    return read_document(name, read_source(name))


def _report(comparison: Comparison, form: str, day: date | None) -> str:
    judged = verdict(comparison)
    match form:
        case "markdown":
            return markdown_report(comparison, judged)
        case "json":
            return json_report(comparison, judged)
        case "changelog":
            return changelog_entry(comparison, judged, day)
    return text_report(comparison, judged)
