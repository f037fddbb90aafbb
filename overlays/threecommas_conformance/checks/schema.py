"""Findings about the shape of successes: schemas that are broken, members that no schema names."""

from collections.abc import Iterator

from threecommas_conformance.checks.operation_schemas import OperationSchemas
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.traffic.calls import RecordedCall


def schema_violations(call: RecordedCall, schemas: OperationSchemas) -> Iterator[Finding]:
    """Make a finding of a success that does not fit its schema, among the calls of the suite itself."""
    # schemathesis looks at its own, and names the keyword.
    message = "" if call.interaction.case else schemas.violation(call)
    if message:
        yield finding(
            operation=schemas.id,
            phase=call.interaction.phase,
            check="schema_violation",
            title="Answered what the schema forbids",
            message=message,
            interaction=call.interaction,
        )


def undocumented_members(call: RecordedCall, schemas: OperationSchemas) -> Iterator[Finding]:
    """Make a finding of each member and each value of an enum that the document does not name."""
    for place, message in schemas.undocumented(call):
        yield finding(
            operation=schemas.id,
            phase=call.interaction.phase,
            check="undocumented_member",
            title="Answered what the document does not name",
            message=f"{message}, which {place} does not name.",
            what=place,
            interaction=call.interaction,
        )
