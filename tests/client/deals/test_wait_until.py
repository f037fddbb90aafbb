"""Waiting for the status of a deal."""

import pickle
from typing import Any

import pytest
from threecommas import ConfigurationError, StatusNotReachedError

from tests.client.deals.deals_server import DealsServer, deal
from tests.client.transport.calls import CALLS, order
from tests.client.transport.faulty_client import FaultyClient
from tests.secret_scan import SecretScan


def becomes(server: DealsServer, **members: Any) -> Any:
    return lambda: server.deals.update({7: deal(7, **members)})


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("status", [None, "completed", ["completed", "failed"]])
def test_status_of_a_deal_is_waited_for(call: Any, status: Any) -> None:
    server = DealsServer(deal(7))
    server.later = [lambda: None, lambda: None, becomes(server, status="completed", finished=True)]
    found = server.outcome(call, lambda client: client.deals.wait_until(7, status))
    assert (found.id, found.status, len(server.sent)) == (7, "completed", 3)


@pytest.mark.parametrize("call", CALLS)
def test_waiting_for_a_deal_ends_when_the_time_is_up(call: Any, scan: SecretScan) -> None:
    server = DealsServer(deal(7))
    error = server.outcome(call, lambda c: c.deals.wait_until(7, "completed", timeout=10, interval=3))
    scan.look_at(error)
    assert type(error) is StatusNotReachedError
    assert (error.deal.id, error.wanted, error.has_ended, len(server.sent)) == (7, ("completed",), False, 4)
    assert (
        str(error) == "Deal 7 is bought and not completed. The time is up: wait longer, or look at it again."
    )
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    with pytest.raises(AttributeError, match=r"\.deal has it"):
        _ = error.smart_trade


def test_waiting_for_a_deal_ends_when_the_status_will_never_come() -> None:
    server = DealsServer(deal(7, status="panic_sold", finished=True))
    error = server.outcome(CALLS[0], lambda client: client.deals.wait_until(7, "completed"))
    assert (type(error), error.has_ended, len(server.sent)) == (StatusNotReachedError, True, 1)


def test_deal_that_says_that_it_is_finished_has_ended_whatever_its_status_is() -> None:
    server = DealsServer(deal(7, status="switched", finished=True))
    assert server.outcome(CALLS[0], lambda client: client.deals.wait_until(7)).status == "switched"
    error = server.outcome(CALLS[0], lambda client: client.deals.wait_until(7, "completed"))
    assert (type(error), error.has_ended) == (StatusNotReachedError, True)


@pytest.mark.parametrize("options", [{"status": "finished"}, {"status": []}, {"status": 5}, {"interval": 0}])
def test_waiting_for_a_deal_that_cannot_be_is_refused(options: Any) -> None:
    server = DealsServer(deal(7))
    error = server.outcome(CALLS[0], lambda client: client.deals.wait_until(7, **options))
    assert (type(error), server.sent) == (ConfigurationError, [])


def test_smart_trade_that_was_waited_for_is_no_deal() -> None:
    faulty = FaultyClient()
    made = faulty.outcome(CALLS[0], lambda client: client.smart_trades.create(order()))
    error = faulty.outcome(CALLS[0], lambda c: c.smart_trades.wait_until(made.id, "finished", timeout=0))
    assert error.seen is error.smart_trade
    with pytest.raises(AttributeError, match=r"\.smart_trade has it"):
        _ = error.deal
