"""Orders placed over an exchange that goes wrong at every point: none twice, none without a word.

`faults.FaultyTransport` knows what really arrived; data/faults.json has the points.
"""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from threecommas import NotExecutedError, ThreeCommasError

from tests.client.transport.calls import CALLS, order
from tests.client.transport.faults import FAULTS, Fault, named
from tests.client.transport.faulty_client import Faults, FaultyClient
from tests.secret_scan import SecretScan

# The full count takes minutes: THREECOMMAS_FULL=1 asks for it.
FULL = bool(os.environ.get("THREECOMMAS_FULL"))
CREATES_PER_EXAMPLE = 20
EXAMPLES = 250 if FULL else 20
SEARCHING_EXAMPLES = 250 if FULL else 4

faults_in_a_row = st.lists(st.sampled_from([None, *FAULTS]), max_size=7)
journeys = st.lists(faults_in_a_row, min_size=CREATES_PER_EXAMPLE, max_size=CREATES_PER_EXAMPLE)
searching_journeys = st.lists(
    st.tuples(faults_in_a_row, faults_in_a_row), min_size=CREATES_PER_EXAMPLE, max_size=CREATES_PER_EXAMPLE
)


def thorough(examples: int) -> settings:
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, database=None, suppress_health_check=checks)


def is_unclear(outcome: object) -> bool:
    return isinstance(outcome, ThreeCommasError) and outcome.outcome_unknown


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault["point"]))
def test_create_that_meets_a_fault_says_what_became_of_it(call: Any, fault: Fault, scan: SecretScan) -> None:
    faulty = FaultyClient()
    faulty.meets([fault] * 9)
    outcome = faulty.outcome(call, lambda client: client.smart_trades.create(order("note")))
    scan.look_at(outcome)
    faulty.transport.deliver_late()
    made = faulty.transport.orders["note"]
    assert made <= 1
    # Its name says that it was not carried out.
    assert not (isinstance(outcome, NotExecutedError) and is_unclear(outcome))
    if not is_unclear(outcome):
        assert made == (0 if isinstance(outcome, ThreeCommasError) else 1)


@pytest.mark.parametrize("call", CALLS)
@thorough(EXAMPLES)
@given(journeys=journeys)
def test_no_create_is_carried_out_twice_or_unreported(
    call: Any, scan: SecretScan, journeys: list[Faults]
) -> None:
    faulty = FaultyClient()
    for number, faults in enumerate(journeys):
        note = f"order {number}"
        faulty.meets(faults)
        outcome = faulty.outcome(call, lambda client, note=note: client.smart_trades.create(order(note)))
        scan.look_at(outcome)
        faulty.transport.deliver_late()
        made = faulty.transport.orders[note]
        assert made <= 1, "a duplicate order"
        if not is_unclear(outcome):
            assert made == (0 if isinstance(outcome, ThreeCommasError) else 1), "an unreported outcome"


@pytest.mark.parametrize("call", CALLS)
@thorough(SEARCHING_EXAMPLES)
@given(journeys=searching_journeys, hidden=st.floats(min_value=0, max_value=59))
def test_create_once_loses_no_order_and_makes_none_twice(
    call: Any, scan: SecretScan, journeys: list[tuple[Faults, Faults]], hidden: float
) -> None:
    faulty = FaultyClient()
    for number, faults in enumerate(journeys):
        # A new exchange now and then, because the mock renders every SmartTrade it lists.
        faulty = faulty if number % 5 else FaultyClient()
        creates, looks = faults
        faulty.meets([fault for fault in creates if not (fault or {}).get("late")], looks=looks)
        faulty.transport.hidden_for = hidden
        key = f"order-{number}"
        trade = persisted(call, faulty, key, scan)
        assert faulty.transport.orders[f"mine [once:{key}]"] == 1
        assert named(trade.note_raw) == f"mine [once:{key}]"


def persisted(call: Any, faulty: FaultyClient, key: str, scan: SecretScan) -> Any:
    """Return the SmartTrade of a key, asked for again and again by programs that know no more than it."""
    while True:
        outcome = faulty.outcome(
            call,
            lambda client: client.smart_trades.create_once(order("mine"), key=key, interrupted=True),
        )
        scan.look_at(outcome)
        assert faulty.transport.orders[f"mine [once:{key}]"] <= 1
        if not isinstance(outcome, ThreeCommasError):
            return outcome
