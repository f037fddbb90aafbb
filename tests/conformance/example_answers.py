"""What the suite finds of the mock, apart from edits that the mock answers with an example of the document.

It keeps nothing of an operation that has no handler yet, and says so in a header. The suite does not know
that header, and is right that such an edit is forgotten.
"""

from threecommas_conformance import Finding, Report
from threecommas_mock.api.examples import EXAMPLE, HEADER

_MARK = (HEADER.lower(), EXAMPLE)


def forgotten_examples(report: Report) -> set[str]:
    """Return the operations whose edits are forgotten, as they are answered with an example."""
    return {
        found.operation for found in report.findings if _is_of_example(report, found.check, found.operation)
    }


def other_findings(report: Report) -> list[Finding]:
    """Return all other findings."""
    return [each for each in report.findings if not _is_of_example(report, each.check, each.operation)]


def _is_of_example(report: Report, check: str, operation: str) -> bool:
    marks = (
        _MARK in {(name.lower(), value) for name, value in each.answer_headers}
        for each in report.interactions
        if each.operation == operation and 200 <= each.status < 300
    )
    return check == "edit" and any(marks)
