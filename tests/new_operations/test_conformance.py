"""The suite plans and runs operations that files of the document add, without a line of code for them."""

from typing import Any

import pytest
from threecommas_conformance import Report, RunPlan, run, target_from_environment
from threecommas_conformance.document.operations import operations
from threecommas_conformance.fixtures.documented_objects import makers
from threecommas_conformance.traffic.interactions import status_counts
from threecommas_mock import Document, MockExchange, serve

from tests.conformance.example_answers import forgotten_examples, other_findings
from tests.conformance.servers import KEYS
from tests.new_operations.added import OPERATIONS

PHASES = ("examples", "fuzzing", "negative", "stateful", "invalid_bodies", "credentials")
# The first that the documented list of baskets shows.
LISTED = "2293916474"


@pytest.fixture(scope="module")
def report(added_document: dict[str, Any]) -> Report:
    """Run the suite against a mock of the document with four more operations.

    Those on objects that are made first are left out: they have a run of their own, the longest of all.
    """
    paths, made = added_document["paths"], tuple(makers(operations(added_document)))
    kept = {path: item for path, item in paths.items() if not path.startswith(made)}
    exchange = MockExchange(document=Document(added_document), journal_capacity=1, web_mode="paper")
    with serve(exchange) as url:
        plan = RunPlan(phases=PHASES, examples=2)
        return run(target_from_environment(KEYS, url=url), plan, document={**added_document, "paths": kept})


def test_each_new_operation_succeeds_and_only_an_edit_without_a_handler_is_forgotten(report: Report) -> None:
    assert other_findings(report) == []
    assert forgotten_examples(report) == {"update_basket"}
    assert report.stopped is None
    counts = status_counts(report.interactions)
    succeeded = {name for name, status in counts if 200 <= status < 300}
    assert set(OPERATIONS) <= succeeded


def test_each_new_operation_meets_wrong_credentials(report: Report) -> None:
    assert [name for name in OPERATIONS if report.calls[name, "credentials"] < 7] == []


def test_ids_of_new_operations_come_from_the_list_that_shows_them(report: Report) -> None:
    led = {
        each.operation
        for each in report.interactions
        if each.case and f"/ver1/baskets/{LISTED}/" in each.url and 200 <= each.status < 300
    }
    # Only the read is linked from the list; the others have its path up to the id.
    assert led == set(OPERATIONS) - {"list_baskets"}


def test_table_says_of_new_operations_which_could_break_the_limits_of_an_exchange(report: Report) -> None:
    reasons = {cell.operation: cell.reason for cell in report.table if cell.status == "422"}
    alike = {name for name, reason in reasons.items() if reason.startswith("documented for all operations")}
    decidable = {"list_baskets", "get_basket", "panic_sell_basket"}
    assert {name for name in OPERATIONS if name in alike} == decidable
