"""Document and exchange hold each other: what the one says, the other does."""

import pytest
from threecommas_mock import MockExchange

from tests.property.campaign import DOCUMENT, PHASES, Report, run

OPERATIONS = sorted(
    operation["operationId"]
    for path in DOCUMENT["paths"].values()
    for method, operation in path.items()
    if method in {"get", "post", "put", "patch", "delete"}
)
# It needs no key and takes no parameter, so nothing about a call of it can be wrong.
UNREFUSED = {"list_markets"}


@pytest.fixture(scope="module")
def report() -> Report:
    return run(MockExchange())


def test_exchange_answers_every_generated_call_as_the_document_says(report: Report) -> None:
    assert report.problems == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_generated_calls_of_the_operation_succeed_and_are_refused(report: Report, operation: str) -> None:
    statuses = {status for name, status in report.reached if name == operation}
    # Without a success the checks of the answer's shape would have had nothing to look at.
    assert {status for status in statuses if 200 <= status < 300}
    assert {status for status in statuses if 400 <= status < 500} or operation in UNREFUSED


@pytest.mark.parametrize("phase", PHASES)
def test_phase_makes_calls(report: Report, phase: str) -> None:
    assert report.phases[phase] > 0
