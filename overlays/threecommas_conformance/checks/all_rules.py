"""Every rule about one call, from all nouns of the API: the one list that joins them."""

from collections.abc import Iterator

from threecommas_conformance.checks import edits, pages, smart_trades, sorting
from threecommas_conformance.checks.call_findings import call_finding
from threecommas_conformance.checks.rule import Rule
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.findings import Finding
from threecommas_conformance.traffic.calls import RecordedCall

RULES: tuple[Rule, ...] = (*pages.RULES, *sorting.RULES, *edits.RULES, *smart_trades.RULES)


def check_rules(call: RecordedCall, operation: Operation) -> Iterator[Finding]:
    """Make a finding of each rule that a success breaks."""
    for rule in RULES if call.succeeded else ():
        for title, message in rule(call, operation):
            yield call_finding(call, rule.__name__, title, message)
