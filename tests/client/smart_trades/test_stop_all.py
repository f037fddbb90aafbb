"""The kill switch."""

import itertools
import pickle
from typing import Any

import pytest
from threecommas import (
    ConfigurationError,
    GuardError,
    ServerError,
)

from tests.client.smart_trades.active_trades import ACTIVE, BROKEN, STOP, WAITING, body, client_with
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient
from tests.secret_scan import SecretScan


@pytest.mark.parametrize("call", CALLS)
def test_every_active_smart_trade_is_closed_or_cancelled(call: Any, scan: SecretScan) -> None:
    faulty, (bought, waiting, other) = client_with(body(), body(**WAITING), body("USDT_ETH"))
    report = faulty.outcome(call, STOP)
    assert {trade.id: trade.action for trade in report.trades} == {
        bought: "close",
        waiting: "cancel",
        other: "close",
    }
    assert report.is_complete
    scan.look_at(report)
    faulty.transport.exchange.settle()
    assert faulty.outcome(CALLS[0], ACTIVE) == []


def test_more_smart_trades_than_fit_on_a_page_are_stopped() -> None:
    faulty, ids = client_with(*itertools.repeat(body(**WAITING), 103))
    report = faulty.outcome(CALLS[0], STOP)
    assert sorted(trade.id for trade in report.trades) == sorted(ids)
    assert report.is_complete


def test_only_those_of_the_account_and_pair_are_stopped() -> None:
    faulty, (_, other) = client_with(body(), body("USDT_ETH"))
    report = faulty.outcome(CALLS[0], lambda client: client.smart_trades.stop_all(pair="USDT_ETH"))
    assert [trade.id for trade in report.trades] == [other]
    nobody = faulty.outcome(CALLS[0], lambda client: client.smart_trades.stop_all(account_id=32884189))
    assert (nobody.trades, str(nobody)) == ((), "There was no active SmartTrade of account 32884189.")


@pytest.mark.parametrize("call", CALLS)
def test_client_without_a_mode_is_told_before_anything_is_stopped(call: Any) -> None:
    faulty, _ = client_with(body())
    error = faulty.outcome(call, STOP, mode=None)
    assert type(error) is ConfigurationError
    assert str(error).startswith("stop_all has to know in which mode to stop trading.")
    assert faulty.transport.requests == []


@pytest.mark.parametrize(
    ("account", "mode", "says"),
    [
        (1, "real", "Account 1 is a paper account (paper_trading), and this client is for real accounts"),
        (32455218, "paper", "Account 32455218 is a real account (binance), and this client is for paper"),
    ],
)
def test_account_of_the_other_mode_is_not_reported_as_stopped(account: int, mode: str, says: str) -> None:
    faulty, _ = client_with(body())
    use: Any = lambda client: client.smart_trades.stop_all(account_id=account)  # noqa: E731
    error = faulty.outcome(CALLS[0], use, mode=mode)
    assert (type(error), error.guard) == (GuardError, "mode")
    assert says in str(error)


def test_account_that_shows_nothing_and_that_nobody_can_tell_of_is_not_reported_as_complete() -> None:
    faulty = FaultyClient()
    use: Any = lambda client: client.smart_trades.stop_all(account_id=32455218)  # noqa: E731
    assert faulty.outcome(CALLS[0], use).is_complete
    faulty.meets([None, BROKEN])
    report = faulty.outcome(CALLS[0], use, retries=None)
    assert (report.trades, type(report.error), report.is_complete) == ((), ServerError, False)


def test_account_is_not_asked_for_before_or_while_something_is_stopped() -> None:
    faulty, (number,) = client_with(body())
    use: Any = lambda client: client.smart_trades.stop_all(account_id=32455218)  # noqa: E731
    report = faulty.outcome(CALLS[0], use)
    assert ([trade.id for trade in report.trades], report.is_complete) == ([number], True)
    assert [each for each in faulty.transport.requests if "/ver1/accounts" in each.url.path] == []


def test_what_was_just_created_is_stopped_as_soon_as_it_can_be() -> None:
    faulty = FaultyClient()
    made = faulty.outcome(CALLS[0], lambda client: client.smart_trades.create(body()))
    report = faulty.outcome(CALLS[0], STOP)
    assert [(trade.id, trade.action) for trade in report.trades] == [(made.id, "cancel")]
    assert report.is_complete


@pytest.mark.parametrize("call", CALLS)
def test_failure_of_one_is_reported_and_the_others_are_stopped(call: Any) -> None:
    faulty, ids = client_with(body(), body())
    faulty.meets([BROKEN], looks=[])
    report = faulty.outcome(call, STOP)
    failed, stopped = report.trades
    assert {failed.id, stopped.id} == set(ids)
    assert (type(failed.error), stopped.error, report.is_complete) == (ServerError, None, False)
    assert "failed: " in str(report)
    assert pickle.loads(pickle.dumps(report)).trades[0].id == failed.id


def test_list_that_cannot_be_read_is_reported() -> None:
    faulty, _ = client_with(body())
    faulty.meets([BROKEN])
    report = faulty.outcome(CALLS[0], STOP, retries=None)
    assert (report.trades, type(report.error), report.is_complete) == ((), ServerError, False)
    assert str(report).startswith("There may be more: ")


def test_second_call_leaves_alone_what_is_ending() -> None:
    faulty, _ = client_with(body(), body(**WAITING))
    faulty.outcome(CALLS[0], STOP)
    faulty.transport.requests.clear()
    assert faulty.outcome(CALLS[0], STOP).trades == ()
    assert {request.method for request in faulty.transport.requests} == {"GET"}


def test_client_that_only_reads_stops_nothing_and_says_so() -> None:
    faulty, ids = client_with(body())
    report = faulty.outcome(CALLS[0], STOP, read_only=True)
    assert [(trade.id, type(trade.error)) for trade in report.trades] == [(ids[0], GuardError)]
    assert not report.is_complete
