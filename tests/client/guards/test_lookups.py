"""Writes that a client lets through only after it has asked where they go and what they are worth."""

import contextlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas import (
    ConfigurationError,
    GuardError,
    HmacSigner,
    NotExecutedError,
    NotFoundError,
    ThreeCommas,
    WrongStateError,
)
from threecommas.flow import Flow
from threecommas.guards.lookups import InstrumentCache
from threecommas.messages.request import RequestInfo
from threecommas.models import AddFunds, CreateSmartTrade, UpdateSmartTrade
from threecommas_rest import OPERATIONS
from threecommas_rest.request import Request

from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient

TOTALS = json.loads(Path(__file__).with_name("data").joinpath("totals.json").read_text("utf-8"))
PAPER, REAL = 32199203, 32455218


def order(account: int, **position: Any) -> Any:
    body = {
        "account_id": account,
        "pair": "USDT_BTC",
        "position": {"type": "buy", "units": {"value": "0.01"}, "order_type": "market"} | position,
        "take_profit": {"enabled": False},
        "stop_loss": {"enabled": False},
    }
    return CreateSmartTrade.from_dict(body)


def methods(faulty: FaultyClient) -> list[str]:
    return [request.method for request in faulty.transport.requests]


@pytest.mark.parametrize("call", CALLS)
def test_order_on_a_real_account_is_not_sent_in_mode_paper(call: Any) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(call, lambda client: client.smart_trades.create(order(REAL)), mode="paper")
    assert (type(error), error.guard) == (GuardError, "mode")
    assert "an account of binance" in str(error)
    assert methods(faulty) == ["GET"]


@pytest.mark.parametrize(
    ("mode", "account", "says"),
    [
        ("paper", REAL, f"Account {REAL} is a real account (binance), and this client is for paper accounts"),
        ("real", PAPER, f"Account {PAPER} is a paper account (paper_trading), and this client is for real"),
    ],
)
def test_order_that_a_list_of_the_mode_would_not_show_is_not_sent(mode: str, account: int, says: str) -> None:
    faulty = FaultyClient()
    create: Any = lambda client: client.smart_trades.create_once(order(account), key="a")  # noqa: E731
    error = faulty.outcome(CALLS[0], create, mode=mode)
    assert (type(error), error.guard) == (GuardError, "mode")
    assert says in str(error)
    assert methods(faulty) == ["GET"]


@pytest.mark.parametrize("call", CALLS)
def test_order_on_a_paper_account_is_sent_in_mode_paper(call: Any) -> None:
    faulty = FaultyClient()
    made = faulty.outcome(call, lambda client: client.smart_trades.create(order(PAPER)), mode="paper")
    assert made.account.type == "paper_trading"
    assert methods(faulty) == ["GET", "POST"]


def test_each_account_and_each_smart_trade_is_asked_for_once() -> None:
    faulty = FaultyClient()

    def use(client: ThreeCommas) -> None:
        trades = [client.smart_trades.create(order(PAPER)) for _ in range(2)]
        for trade in [trades[0]] * 3:
            with contextlib.suppress(WrongStateError):
                client.smart_trades.cancel(trade.id)

    faulty.outcome(CALLS[0], use, mode="paper")
    assert methods(faulty) == ["GET", "POST", "POST", "GET", "DELETE", "DELETE", "DELETE"]


@pytest.mark.parametrize(("known", "kept"), [(9_999, 10_000), (10_000, 1)])
def test_ten_thousand_accounts_are_remembered_and_no_more(known: int, kept: int) -> None:
    codes = dict.fromkeys(range(known), "binance")
    operation = OPERATIONS["create_smart_trade"]
    body = json.dumps({"account_id": REAL}).encode()
    call = RequestInfo(
        operation=operation,
        method="POST",
        path=f"/public/api{operation.path}",
        content_type="application/json",
        body=body,
    )
    finding = InstrumentCache(codes).find(call, account_of_binance, "mode")
    with pytest.raises(StopIteration) as found:
        next(finding)
    assert found.value.value.known == {"account": REAL, "market": "binance"}
    assert len(codes) == kept


def account_of_binance(_: Request) -> Flow[bytes]:
    yield from ()
    return json.dumps({"id": REAL, "name": "a", "market_code": "binance"}).encode()


@pytest.mark.parametrize("call", CALLS)
def test_smart_trade_of_a_real_account_is_left_alone_in_mode_paper(call: Any) -> None:
    faulty = FaultyClient()
    trade = faulty.outcome(CALLS[0], lambda client: client.smart_trades.create(order(REAL)))
    faulty.transport.requests.clear()
    error = faulty.outcome(call, lambda client: client.smart_trades.close_by_market(trade.id), mode="paper")
    assert (type(error), error.guard) == (GuardError, "mode")
    assert methods(faulty) == ["GET"]


def test_account_that_is_nobodys_is_reported_and_nothing_is_created() -> None:
    faulty = FaultyClient()
    error = faulty.outcome(CALLS[0], lambda client: client.smart_trades.create(order(7)), mode="paper")
    assert (type(error), error.operation_id) == (NotFoundError, "get_account")
    assert methods(faulty) == ["GET"]


def test_question_without_an_answer_leaves_the_write_unsent() -> None:
    faulty = FaultyClient()
    faulty.meets([{"raises": "ReadTimeout", "arrives": True}])
    error = faulty.outcome(
        CALLS[0], lambda client: client.smart_trades.create(order(PAPER)), mode="paper", retries=None
    )
    assert type(error) is NotExecutedError
    assert methods(faulty) == ["GET"]


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b'{"market_code": null}', b'{"market_code": 5}'])
def test_answer_that_does_not_tell_the_kind_of_account_leaves_the_write_unsent(answer: bytes) -> None:
    sent: list[str] = []
    transport = httpx.MockTransport(
        lambda request: sent.append(request.method) or httpx.Response(200, content=answer)
    )
    with (
        ThreeCommas("key", HmacSigner("secret"), mode="paper", transport=transport) as client,
        pytest.raises(GuardError, match="Where it goes cannot be determined: get_account: "),
    ):
        client.smart_trades.create(order(PAPER))
    assert sent == ["GET"]


def test_write_of_no_operation_is_not_sent_where_it_could_go_anywhere() -> None:
    for limits in ({"mode": "paper"}, {"max_total": 5}):
        with (
            ThreeCommas("key", HmacSigner("secret"), **limits) as client,  # type: ignore[arg-type]
            pytest.raises(GuardError, match="was not sent"),
        ):
            client.http.post("/ver1/bots/1/unheard_of", json={})


@pytest.mark.parametrize("name", TOTALS)
def test_order_is_sent_up_to_the_largest_total_and_no_further(name: str) -> None:
    case = TOTALS[name]
    limit, body = Decimal(case["total"]), order(REAL, **case["position"])
    for max_total, refused_by in ((limit, None), (limit - Decimal("1e-9"), "max_total")):
        faulty = FaultyClient()
        create: Any = lambda client: client.smart_trades.create(body)  # noqa: E731
        made = faulty.outcome(CALLS[0], create, max_total=max_total)
        assert getattr(made, "guard", None) == refused_by
        assert methods(faulty).count("POST") == (0 if refused_by else 1)


@pytest.mark.parametrize("call", CALLS)
def test_funds_and_changes_count_like_new_orders(call: Any) -> None:
    faulty = FaultyClient()
    waiting = {"order_type": "limit", "price": {"value": "50000"}}
    trade = faulty.outcome(CALLS[0], lambda client: client.smart_trades.create(order(REAL, **waiting)))
    more = AddFunds.from_dict({"order_type": "limit", "units": {"value": "1"}, "price": {"value": "40000"}})
    raised = UpdateSmartTrade.from_dict({"position": {"units": {"value": "0.02"}}})
    harmless = UpdateSmartTrade.from_dict({"take_profit": {"enabled": False}})
    uses = [
        lambda client: client.smart_trades.add_funds(trade.id, more),
        lambda client: client.smart_trades.update(trade.id, raised),
        lambda client: client.smart_trades.update(trade.id, harmless),
        lambda client: client.smart_trades.cancel(trade.id),
    ]
    guards = [getattr(faulty.outcome(call, use, max_total="600"), "guard", None) for use in uses]
    assert guards == ["max_total", "max_total", None, None]


@pytest.mark.parametrize("value", [1.5, 0, "-1", "NaN", "Infinity", "much", True, None.__class__])
def test_largest_total_that_is_none_is_refused(value: Any) -> None:
    with pytest.raises(ConfigurationError, match="The max_total is "):
        ThreeCommas("key", HmacSigner("secret"), max_total=value)
