"""Findings about the shape of successes: schemas that are broken, members that no schema names."""

from collections.abc import Iterator

from threecommas_conformance.checks.call_findings import call_finding
from threecommas_conformance.checks.operation_schemas import EXPONENT, OperationSchemas
from threecommas_conformance.findings import Finding
from threecommas_conformance.traffic.calls import RecordedCall


def schema_violations(call: RecordedCall, schemas: OperationSchemas) -> Iterator[Finding]:
    """Make a finding of a success that does not fit its schema; one place of the document is one fault."""
    for place, message in schemas.violations(call):
        yield call_finding(
            call,
            check="schema_violation",
            title="Answered what the schema forbids",
            message=f"{message}. It breaks {place}." if place else message,
            what=place,
        )


def undocumented_members(call: RecordedCall, schemas: OperationSchemas) -> Iterator[Finding]:
    """Make a finding of each member and each value of an enum that the document does not name."""
    for place, message in schemas.undocumented(call):
        if place == EXPONENT:
            yield call_finding(
                call,
                check="decimal",
                title="Answered a decimal with an exponent",
                message=f"{message}, and not in plain notation.",
                what=place,
            )
        else:
            yield call_finding(
                call,
                check="undocumented_member",
                title="Answered what the document does not name",
                message=f"{message}, which {place} does not name.",
                what=place,
            )
