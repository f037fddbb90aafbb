"""Waiting for a status."""

import pickle
from typing import Any

import pytest
from threecommas import (
    ConfigurationError,
    EncodeError,
    NotFoundError,
    StatusNotReachedError,
)
from threecommas.models import SmartTradeStatusType

from tests.client.smart_trades.active_trades import STOP, WAITING, body, client_with
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient
from tests.secret_scan import SecretScan


@pytest.mark.parametrize("call", CALLS)
def test_status_is_waited_for(call: Any) -> None:
    faulty = FaultyClient()
    made = faulty.outcome(CALLS[0], lambda client: client.smart_trades.create(body()))
    found = faulty.outcome(call, lambda client: client.smart_trades.wait_until(made.id, "waiting_targets"))
    assert (found.id, found.status.type) == (made.id, "waiting_targets")
    closing = lambda client: client.smart_trades.close_by_market(made.id)  # noqa: E731
    faulty.outcome(CALLS[0], closing)
    assert faulty.outcome(call, lambda c: c.smart_trades.wait_until(made.id)).status.type == "panic_sold"


@pytest.mark.parametrize("call", CALLS)
def test_waiting_ends_when_the_time_is_up(call: Any, scan: SecretScan) -> None:
    faulty, (number,) = client_with(body(**WAITING))
    began = faulty.time.now()
    use: Any = lambda c: c.smart_trades.wait_until(number, ["finished", "failed"], timeout=10, interval=3)  # noqa: E731
    error = faulty.outcome(call, use)
    scan.look_at(error)
    assert type(error) is StatusNotReachedError
    assert (error.smart_trade.id, error.wanted, error.has_ended) == (number, ("failed", "finished"), False)
    assert (faulty.time.now() - began).total_seconds() == 9
    assert len(faulty.transport.requests) == 4
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_waiting_ends_when_the_status_will_never_come() -> None:
    faulty, (number,) = client_with(body(**WAITING))
    faulty.outcome(CALLS[0], STOP)
    faulty.transport.exchange.settle()
    faulty.transport.requests.clear()
    error = faulty.outcome(CALLS[0], lambda c: c.smart_trades.wait_until(number, "waiting_targets"))
    assert (type(error), error.has_ended) == (StatusNotReachedError, True)
    assert "is cancelled and not waiting_targets. It has ended." in str(error)
    assert len(faulty.transport.requests) == 1


def test_waiting_for_what_is_nobodys_ends_at_once() -> None:
    error = FaultyClient().outcome(CALLS[0], lambda client: client.smart_trades.wait_until(5))
    assert type(error) is NotFoundError


@pytest.mark.parametrize(
    "options",
    [
        {"status": []},
        {"status": "finishd"},
        {"status": ["finished", "canceled"]},
        {"status": 5},
        {"status": [5]},
        {"interval": 0},
        {"interval": "2"},
        {"timeout": -1},
        {"timeout": float("nan")},
        {"timeout": True},
    ],
)
def test_waiting_that_cannot_be_is_refused(options: Any) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(CALLS[0], lambda client: client.smart_trades.wait_until(1, **options))
    assert type(error) is ConfigurationError
    assert str(next(iter(options))) in str(error)
    assert faulty.transport.requests == []


def test_status_that_an_answer_brought_can_be_waited_for() -> None:
    faulty, (number,) = client_with(body(**WAITING))
    later = SmartTradeStatusType.from_wire("added_later")
    error = faulty.outcome(CALLS[0], lambda c: c.smart_trades.wait_until(number, later, timeout=0))
    assert (type(error), error.wanted) == (StatusNotReachedError, ("added_later",))


@pytest.mark.parametrize("name", ["status", "type", "order_by", "order_direction", "forced_mode"])
def test_misspelt_filter_is_refused_before_anything_leaves(name: str) -> None:
    faulty = FaultyClient()
    misspelt: Any = {name: "actve"}
    error = faulty.outcome(CALLS[0], lambda client: client.smart_trades.list(**misspelt))
    assert type(error) is EncodeError
    assert error.path == {"forced_mode": "Forced-Mode"}.get(name, name)
    assert "expected one of " in error.message
    assert faulty.transport.requests == []
