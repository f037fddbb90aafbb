"""Document and exchange hold each other: what the one says, the other does, over a real socket.

It is one test, because the run takes many seconds and no two workers should make it.
"""

from pathlib import Path

import threecommas_openapi
import yaml
from threecommas_conformance import PHASES, Report, RunPlan, run, target_from_environment
from threecommas_conformance.document.operations import Operation, operations
from threecommas_conformance.plan import SEED
from threecommas_conformance.reports.status_table import text
from threecommas_conformance.traffic.interactions import status_counts
from threecommas_mock import Document, MockExchange, serve

from tests.conformance.accounts import elsewhere
from tests.conformance.example_answers import other_findings
from tests.conformance.servers import KEYS

UNMET = Path(__file__).with_name("data") / "unmet.yaml"
OPERATIONS = operations(threecommas_openapi.load())
# Fewer than a user's: what went wrong in the mock so far showed with the first few.
EXAMPLES = 2
# A number of which text may stand in the place, and a switch that may be text.
OF_ONE_FORM = {"minimum", "maximum", "const"}


def test_mock_does_what_the_document_says_in_every_phase(document: Document) -> None:
    with serve(MockExchange(document=document, journal_capacity=1, web_mode="paper")) as url:
        report = run(target_from_environment(KEYS, url=url), RunPlan(examples=EXAMPLES))
    assert other_findings(report) == []
    assert report.stopped is None
    assert {phase for _, phase in report.calls} >= set(PHASES)
    assert [each.id for each in OPERATIONS if not is_tried(each, report)] == []
    assert_table_is_whole(report)
    others = list(elsewhere(seed=SEED, examples=EXAMPLES))
    assert [found for other in others for found in other_findings(other)] == []
    assert_document_is_met(report, others)


def assert_document_is_met(report: Report, others: list[Report]) -> None:
    """Every keyword of requests was broken; what no answer had is explained, and nothing else."""
    met = report.coverage
    for other in others:
        met.seen.update(other.coverage.seen)
    # So few examples have not each form where one value may have two; those of `make prove` have.
    unkept = {place for place in met.keywords - met.kept if place.rpartition("/")[2] not in OF_ONE_FORM}
    assert unexplained("unbroken", met.keywords - met.broken) == set()
    assert unexplained("unkept", unkept) == set()
    assert unexplained("unseen", met.members - met.seen) == set()
    assert len(met.keywords) > 200
    assert len(met.seen) > 300


def unexplained(kind: str, unmet: set[str]) -> set[str]:
    """Return the places that are unmet without a reason, and those that have one and are met.

    Whether a short run meets what a long one does is luck.
    """
    groups = yaml.safe_load(UNMET.read_text("utf-8"))[kind]
    lasting = {place for group in groups if not group.get("short_runs") for place in group["places"]}
    return (unmet - {place for group in groups for place in group["places"]}) | (lasting - unmet)


def is_tried(operation: Operation, report: Report) -> bool:
    """Whether calls of the operation succeeded, were refused, and met every kind of wrong credentials."""
    statuses = {status for name, status in status_counts(report.interactions) if name == operation.id}
    kinds = (8 if operation.example else 7) if operation.signed else 0
    refused = [status for status in statuses if 400 <= status < 500]
    return (
        operation.success in statuses
        and (bool(refused) or not (operation.takes_input or operation.signed))
        and report.calls[operation.id, "credentials"] >= kinds
    )


def assert_table_is_whole(report: Report) -> None:
    """Every documented status has a count or a reason, and is printed."""
    assert {(cell.operation, cell.status) for cell in report.table} == {
        (operation.id, status) for operation in OPERATIONS for status in operation.statuses
    }
    assert [cell for cell in report.table if bool(cell.count) == bool(cell.reason)] == []
    shown = text(report.table)
    assert [operation.id for operation in OPERATIONS if operation.id not in shown] == []
    assert "418 (never provoked: a run does not exceed a limit): all" in shown
