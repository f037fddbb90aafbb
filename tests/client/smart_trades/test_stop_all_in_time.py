"""The kill switch, and waiting for a status, within a time: whatever the budget and the connection do."""

from typing import Any

import pytest
from threecommas import (
    NotExecutedError,
    NotSentError,
    OutcomeUnknownError,
    RateBudgetExceededError,
    StatusNotReachedError,
)

from tests.client.smart_trades.active_trades import STOP, WAITING, Slow, body, client_with, starter
from tests.client.transport.calls import CALLS, VALIDATE


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_does_not_wait_for_what_others_sent(call: Any) -> None:
    faulty, _ = client_with()
    report = faulty.outcome(call, STOP, rate_budget=starter(faulty, requests=4))
    assert report.is_complete
    assert sum(faulty.time.slept) == 0


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_says_at_once_that_everything_is_blocked(call: Any) -> None:
    faulty, _ = client_with(body())
    budget = starter(faulty, requests=0)
    faulty.meets([{"answers": 429, "arrives": False}])
    faulty.outcome(CALLS[0], VALIDATE, rate_budget=budget)
    report = faulty.outcome(call, STOP, rate_budget=budget)
    assert type(report.error) is RateBudgetExceededError
    assert report.error.limit == "blocked after 429"
    assert sum(faulty.time.slept) == 0


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_waits_for_what_its_own_closing_used_up(
    call: Any, caplog: pytest.LogCaptureFixture
) -> None:
    faulty, numbers = client_with(*[body()] * 7)
    report = faulty.outcome(call, STOP, rate_budget=starter(faulty, requests=0))
    assert report.is_complete
    assert {trade.id for trade in report.trades} == set(numbers)
    # Two pages of the list and three of seven, then five a minute: the other four, and no look but the first.
    assert faulty.time.slept == [0.0, pytest.approx(61.201)]
    assert "stop_all waits 61.20 s for the rate budget (overall: 5 requests in 60 s)" in caplog.text


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_is_over_in_time_and_reports_what_it_did_not_reach(call: Any) -> None:
    faulty, numbers = client_with(*[body()] * 7)
    report = faulty.outcome(
        call, lambda client: client.smart_trades.stop_all(timeout=30), rate_budget=starter(faulty, requests=0)
    )
    assert faulty.time.seconds <= 30
    assert [trade.is_stopped for trade in report.trades] == [True] * 3 + [False] * 4
    assert {type(trade.error) for trade in report.trades} == {type(None), RateBudgetExceededError}
    assert {trade.id for trade in report.trades} == set(numbers)


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_over_a_slow_connection_is_over_in_time(call: Any) -> None:
    faulty, numbers = client_with(*[body()] * 4)
    began = faulty.time.seconds
    report = faulty.outcome(
        call, lambda client: client.smart_trades.stop_all(timeout=20), transport=Slow(faulty, 7.0)
    )
    assert faulty.time.seconds - began <= 20.2
    # Two pages of the list; the third answer comes too late, and nothing more is begun.
    assert [type(trade.error) for trade in report.trades] == [OutcomeUnknownError] + [NotSentError] * 3
    assert {trade.id for trade in report.trades} == set(numbers)
    assert "The 20 seconds for all of it are over" in str(report)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("requests", "seconds"), [(0, 0.0), (4, 0.0), (2, 0.0), (0, 4.5), (0, 30.0)])
def test_waiting_for_a_status_never_takes_longer_than_it_may(
    call: Any, requests: int, seconds: float
) -> None:
    faulty, (number,) = client_with(body(**WAITING))
    budget, began = starter(faulty, requests=requests), faulty.time.seconds
    error = faulty.outcome(
        call,
        lambda client: client.smart_trades.wait_until(number, timeout=10),
        rate_budget=budget,
        transport=Slow(faulty, seconds),
    )
    assert faulty.time.seconds - began <= 10.2
    # Without a single answer there is nothing to show.
    nothing = {4: RateBudgetExceededError, 0: NotExecutedError if seconds > 10 else StatusNotReachedError}
    assert type(error) is nothing.get(requests, StatusNotReachedError)


@pytest.mark.parametrize("call", CALLS)
def test_each_question_of_a_course_keeps_to_the_deadline_of_the_client(call: Any) -> None:
    faulty, (number,) = client_with(body(**WAITING))
    began = faulty.time.seconds
    for use in (lambda client: client.smart_trades.wait_until(number), STOP):
        outcome = faulty.outcome(call, use, transport=Slow(faulty, 30.0), deadline=2)
        assert type(getattr(outcome, "error", outcome)) is NotExecutedError
    assert faulty.time.seconds - began <= 4.2
