"""The kill switch over deals, and over all that trades."""

import pickle
from typing import Any

import pytest
from threecommas import ConfigurationError, DecodeError, GuardError, ServerError

from tests.client.deals.deals_server import REAL, WAITING, DealsServer, deal
from tests.client.transport.calls import CALLS
from tests.secret_scan import SecretScan

STOP_DEALS: Any = lambda client: client.deals.stop_all()  # noqa: E731
STOP: Any = lambda client: client.stop_all()  # noqa: E731
both = pytest.mark.parametrize("use", [STOP_DEALS, STOP])


@both
@pytest.mark.parametrize("call", CALLS)
def test_every_active_deal_is_closed_or_cancelled(call: Any, use: Any, scan: SecretScan) -> None:
    server = DealsServer(deal(7), deal(8, **WAITING), deal(9, pair="USDT_BTC"))
    report = server.outcome(call, use)
    scan.look_at(report)
    assert {each.id: (each.kind, each.pair, each.action) for each in report.trades} == {
        7: ("deal", "USDT_ETH", "close"),
        8: ("deal", "USDT_ETH", "cancel"),
        9: ("deal", "USDT_BTC", "close"),
    }
    assert report.is_complete
    assert server.writes == [
        f"POST /ver1/deals/{each}" for each in ("7/panic_sell", "8/cancel", "9/panic_sell")
    ]
    assert str(pickle.loads(pickle.dumps(report))) == str(report)


@both
def test_second_call_leaves_alone_what_is_ending(use: Any) -> None:
    server = DealsServer(deal(7), deal(8, **WAITING))
    server.outcome(CALLS[0], use)
    report = server.outcome(CALLS[0], use)
    assert (report.trades, report.is_complete, len(server.writes)) == ((), True, 2)


def test_only_deals_of_the_pair_are_stopped() -> None:
    server = DealsServer(deal(7), deal(8, pair="USDT_BTC"), deal(9, pair=None))
    report = server.outcome(CALLS[0], lambda client: client.stop_all(pair="USDT_BTC"))
    assert server.writes == ["POST /ver1/deals/8/panic_sell"]
    stopped, unclear = report.trades
    assert (stopped.id, unclear.id, unclear.pair, type(unclear.error)) == (8, 9, "?", DecodeError)
    assert not report.is_complete


def test_more_deals_than_fit_on_a_page_are_stopped_though_some_end_meanwhile() -> None:
    server = DealsServer(*(deal(number) for number in range(1, 251)))
    # While the second page is on its way five deals of the first end by themselves, and the rest moves up.
    server.later = [lambda: None, lambda: [server.deals.pop(number) for number in range(1, 6)]]
    report = server.outcome(CALLS[0], STOP_DEALS)
    assert {each.id for each in report.trades} >= set(range(6, 251))
    assert len(server.writes) == 250


def test_flag_that_cannot_be_read_is_told_by_the_status() -> None:
    server = DealsServer(
        deal(7, panic_sellable=None), deal(8, panic_sellable="yes", status="sleeping"), deal(9, id=True)
    )
    report = server.outcome(CALLS[0], STOP_DEALS)
    assert server.writes == ["POST /ver1/deals/7/panic_sell"]
    assert [(each.id, type(each.error)) for each in report.trades] == [(7, type(None)), (8, DecodeError)]
    assert (report.unreadable, report.is_complete) == (1, False)
    assert report.unread[0].operation_id == "list_deals"


@pytest.mark.parametrize("status", [None, 5, [], {}])
def test_status_that_is_no_text_keeps_no_deal_from_being_closed(status: Any) -> None:
    server = DealsServer(deal(7, status=status), deal(8, status=status, panic_sellable=None), deal(9))
    report = server.outcome(CALLS[0], STOP_DEALS)
    assert server.writes == ["POST /ver1/deals/7/panic_sell", "POST /ver1/deals/9/panic_sell"]
    assert [(each.id, type(each.error)) for each in report.trades if each.error] == [(8, DecodeError)]


def test_list_that_cannot_be_read_keeps_nothing_else_from_being_stopped() -> None:
    server = DealsServer(deal(7), refuses=("/v2/smart_trades",))
    report = server.outcome(CALLS[0], STOP, retries=None)
    assert server.writes == ["POST /ver1/deals/7/panic_sell"]
    assert (type(report.error), len(report.errors), report.is_complete) == (ServerError, 1, False)
    blind = DealsServer(refuses=("/v2/smart_trades", "/ver1/deals"))
    assert len(blind.outcome(CALLS[0], STOP, retries=None).errors) == 2


def test_failure_of_one_deal_is_reported_and_the_others_are_closed() -> None:
    server = DealsServer(deal(7), deal(8), refuses=("/ver1/deals/7/panic_sell",))
    report = server.outcome(CALLS[0], STOP_DEALS)
    failed, stopped = report.trades
    assert (type(failed.error), stopped.error, report.is_complete) == (ServerError, None, False)
    assert str(report).startswith("deal 7 USDT_ETH: close failed: ")
    assert "deal 8 USDT_ETH: close accepted" in str(report)


def test_nothing_that_is_active_is_reported_by_its_kinds() -> None:
    assert str(DealsServer().outcome(CALLS[0], STOP_DEALS)) == "There was no active deal."
    assert "deal" in str(DealsServer().outcome(CALLS[0], STOP))
    assert "SmartTrade" in str(DealsServer().outcome(CALLS[0], STOP))


@both
@pytest.mark.parametrize("call", CALLS)
def test_client_without_a_mode_is_told_before_anything_is_asked(call: Any, use: Any) -> None:
    server = DealsServer(deal(7))
    error = server.outcome(call, use, mode=None)
    assert (type(error), server.sent) == (ConfigurationError, [])


def test_account_of_the_other_mode_is_not_reported_as_stopped() -> None:
    use: Any = lambda client: client.stop_all(account_id=REAL)  # noqa: E731
    error = DealsServer().outcome(CALLS[0], use, mode="paper")
    assert (type(error), error.guard) == (GuardError, "mode")


def test_client_that_only_reads_stops_nothing_and_says_so() -> None:
    server = DealsServer(deal(7))
    report = server.outcome(CALLS[0], STOP, read_only=True)
    assert server.writes == []
    assert ([type(each.error) for each in report.trades], report.is_complete) == ([GuardError], False)


def test_time_that_is_up_is_reported() -> None:
    server = DealsServer(deal(7))
    report = server.outcome(CALLS[0], lambda client: client.stop_all(timeout=0))
    assert (server.sent, report.trades, report.is_complete) == ([], (), False)


@pytest.mark.parametrize("call", CALLS)
def test_bots_are_disabled_before_deals_are_closed(call: Any) -> None:
    server = DealsServer(deal(7))
    server.bots["/ver1/bots"] = [{"id": 3, "is_enabled": True, "pairs": ["USDT_ETH", "USDT_BTC"]}]
    server.bots["/ver1/grid_bots"] = [{"id": 4, "is_enabled": True, "pair": "USDT_ETH", "account_id": REAL}]
    report = server.outcome(call, STOP)
    assert server.writes == [
        "POST /ver1/bots/3/disable",
        "POST /ver1/grid_bots/4/disable",
        "POST /ver1/deals/7/panic_sell",
    ]
    assert str(report).splitlines()[:2] == [
        "bot 3 USDT_ETH, USDT_BTC: disable accepted",
        "grid bot 4 USDT_ETH: disable accepted",
    ]
    assert report.is_complete


def test_bots_of_another_pair_or_account_are_left_alone() -> None:
    server = DealsServer()
    server.bots["/ver1/bots"] = [
        {"id": 3, "pairs": ["USDT_ETH"]},
        {"id": 4, "pairs": ["USDT_BTC", "USDT_ETH"]},
        {"id": 5, "pairs": None},
    ]
    grid = {"pair": "USDT_BTC", "account_id": REAL}
    server.bots["/ver1/grid_bots"] = [
        {"id": 6, **grid},
        {"id": 7, **grid, "account_id": 1},
        {"id": 8, **grid, "pair": "USDT_ETH"},
        {"id": 9, **grid, "account_id": None},
        {"id": 10, **grid, "is_enabled": False},
    ]
    report = server.outcome(CALLS[0], lambda client: client.stop_all(account_id=REAL, pair="USDT_BTC"))
    assert server.writes == ["POST /ver1/bots/4/disable", "POST /ver1/grid_bots/6/disable"]
    assert [each.id for each in report.trades if type(each.error) is DecodeError] == [5, 9]
    assert not report.is_complete
