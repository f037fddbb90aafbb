"""The list of SmartTrades: filters, order and pages."""

from datetime import UTC, datetime
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas_mock import MockExchange
from threecommas_mock.api.moments import parse_datetime

from tests.mock.signed_client import SignedClient

REAL = 32884189
FIRST = 30000001
OFF = {"enabled": False}
STEP = {"order_type": "limit", "price": {"type": "last", "value": "60000"}, "volume": 100}
TARGET = {"enabled": True, "steps": [STEP]}


def order(side: str = "buy", units: str = "0.01", **price: str) -> dict[str, Any]:
    limit = {"price": price} if price else {}
    kind = "limit" if price else "market"
    return {"type": side, "order_type": kind, "units": {"value": units}} | limit


@pytest.fixture(scope="module")
def client() -> SignedClient:
    """An exchange with one SmartTrade of each kind, made an hour apart, in different statuses."""
    client = SignedClient(MockExchange())
    # One on a paper account, which lists of the other mode leave out.
    client.create({"account_id": 1, "pair": "USDT_BTC", "instant": True, "position": order("sell")})
    bodies: list[dict[str, Any]] = [
        {"instant": True, "position": order()},
        {"instant": True, "position": order("sell", value="70000")},
        {"position": order(), "take_profit": TARGET, "stop_loss": OFF},
        {"position": order("sell"), "take_profit": OFF, "stop_loss": OFF, "account_id": 32455218},
        {
            "skip_enter_step": True,
            "position": order(units="1", value="3000"),
            "take_profit": OFF,
            "stop_loss": OFF,
            "pair": "USDT_ETH",
        },
        {"position": order(), "take_profit": OFF, "stop_loss": OFF, "account_id": 32435557},
        {
            "position": order(units="4"),
            "take_profit": OFF,
            "stop_loss": OFF,
            "pair": "BTC_ETH",
        },
    ]
    for body in bodies:
        client.create({"account_id": REAL, "pair": "USDT_BTC"} | body)
        client.exchange.advance(3600)
    client.exchange.set_price("USDT_BTC", "61000")
    client.exchange.settle()
    client.send("DELETE", "/30000008")
    client.exchange.settle()
    return client


def listed(client: SignedClient, query: str) -> list[int]:
    """Return the numbers of the SmartTrades on a page, counted from 1; the one on paper is 0."""
    answer = client.send("GET", query)
    assert answer.status_code == 200, answer.text
    return [trade["id"] - FIRST for trade in answer.json()]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 2, 3, 4, 5, 6, 7]),
        ("?status=all", [1, 2, 3, 4, 5, 6, 7]),
        ("?status=active", [2, 4, 5]),
        ("?status=finished", [1, 3, 6, 7]),
        ("?status=successfully_finished", [1, 3]),
        ("?status=cancelled", [7]),
        ("?status=failed", [6]),
        ("?type=simple_buy", [1]),
        ("?type=simple_sell", [2]),
        ("?type=smart_trade", [3, 6, 7]),
        ("?type=smart_cover", [4]),
        ("?type=smart_sell", [5]),
        ("?type=smart_buy", []),
        ("?account_id=32455218", [4]),
        ("?account_id=99", []),
        ("?pair=USDT_ETH", [5]),
        ("?base=ETH", [5, 7]),
        ("?quote=BTC", [7]),
        ("?quote=BTC&base=BTC", []),
        ("?from=2024-08-06T18:42:25.528Z", [5, 6, 7]),
        ("?to=2024-08-06T16:42:25.528Z", [1, 2, 3]),
        ("?from=2024-08-06T19:42:26%2B01:00&to=2024-08-06t20:00:00z", [6]),
        ("?from=2024-08-06T23:59:60Z", []),
    ],
)
def test_filter_keeps_what_it_names(client: SignedClient, query: str, numbers: list[int]) -> None:
    assert sorted(listed(client, query)) == numbers


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?order_by=created_at&order_direction=asc", [1, 2, 3, 4, 5, 6, 7]),
        ("?order_by=created_at", [7, 6, 5, 4, 3, 2, 1]),
        ("?order_by=created_at&order_direction=DESC", [7, 6, 5, 4, 3, 2, 1]),
        ("?order_by=status", [5, 4, 2, 3, 1, 6, 7]),
        ("?order_by=profit&status=successfully_finished", [3, 1]),
        ("?order_by=profit&status=successfully_finished&order_direction=ASC", [1, 3]),
        ("?order_by=profit_percentage&type=smart_trade", [3, 7, 6]),
        ("?order_by=closed_at&status=finished", [7, 3, 6, 1]),
        ("?order_by=updated_at&status=cancelled", [7]),
    ],
)
def test_order_is_the_one_asked_for(client: SignedClient, query: str, numbers: list[int]) -> None:
    assert listed(client, query) == numbers


@pytest.mark.parametrize("switch", ["real", "paper"])
@pytest.mark.parametrize("forced", ["real", "paper", None])
def test_list_is_of_one_mode_the_forced_one_before_that_of_the_web_application(
    client: SignedClient, switch: str, forced: str | None
) -> None:
    client.exchange.web_mode = switch
    answer = client.send("GET", "", headers={} if forced is None else {"Forced-Mode": forced})
    numbers = sorted(trade["id"] - FIRST for trade in answer.json())
    assert numbers == ([0] if (forced or switch) == "paper" else [1, 2, 3, 4, 5, 6, 7])
    # What is asked for by its number is found in either mode.
    assert client.get(FIRST)["account"]["type"] == "paper_trading"
    assert client.get(FIRST + 1)["account"]["type"] == "binance"
    client.exchange.web_mode = "real"


def test_pages_are_counted_from_one_and_end_empty(client: SignedClient) -> None:
    query = "?order_by=created_at&order_direction=asc&per_page=3"
    assert listed(client, query) == [1, 2, 3]
    assert listed(client, f"{query}&page=3") == [7]
    assert listed(client, f"{query}&page=4") == []
    assert listed(client, f"{query}&page={10**30}") == []


def test_page_holds_ten_unless_told_otherwise() -> None:
    client = SignedClient(MockExchange())
    for _ in range(11):
        client.create({"account_id": REAL, "pair": "USDT_BTC", "instant": True, "position": order()})
    assert len(listed(client, "")) == 10
    assert len(listed(client, "?per_page=100")) == 11


def test_listing_settles_one_transition_of_each() -> None:
    client = SignedClient(MockExchange())
    for _ in range(2):
        client.create({"account_id": REAL, "pair": "USDT_BTC", "instant": True, "position": order()})
    # An empty page shows nothing, so nothing goes on by it.
    assert client.send("GET", "?page=9").json() == []
    seen = [{trade["status"]["type"] for trade in client.send("GET", "").json()} for _ in range(2)]
    assert seen == [{"waiting_position"}, {"finished"}]


DATE_TIME = jsonschema_rs.Draft202012Validator({"format": "date-time"}, validate_formats=True)


@given(
    st.from_regex(
        r"\A[0-9]{4}-[01][0-9]-[0-3][0-9][Tt][012][0-9]:[0-5][0-9]:[0-6][0-9](\.[0-9]{1,9})?"
        r"([Zz]|[+-][012][0-9]:[0-5][0-9])\Z"
    )
)
def test_every_moment_the_document_accepts_can_be_read(text: str) -> None:
    if DATE_TIME.is_valid(text):
        assert parse_datetime(text).tzinfo is UTC


def test_sixtieth_second_is_the_first_of_the_next_minute() -> None:
    assert parse_datetime("2016-12-31T23:59:60.5Z") == datetime(2017, 1, 1, 0, 0, 0, 500000, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00"])
def test_moment_before_all_others_is_before_every_smart_trade(client: SignedClient, text: str) -> None:
    assert len(listed(client, f"?from={text.replace('+', '%2B')}")) == 7
    assert listed(client, f"?to={text.replace('+', '%2B')}") == []


@pytest.mark.parametrize("text", ["9999-12-31T23:59:60Z", "9999-12-31T23:30:00-01:00"])
def test_moment_after_all_others_is_after_every_smart_trade(client: SignedClient, text: str) -> None:
    assert len(listed(client, f"?to={text}")) == 7
    assert listed(client, f"?from={text}") == []


def test_list_settles_what_stands_on_its_page_alone() -> None:
    client = SignedClient(MockExchange())
    body = {"account_id": REAL, "pair": "USDT_BTC", "take_profit": TARGET, "stop_loss": OFF}
    for _ in range(3):
        client.create(body | {"position": order()})
    client.send("GET", "?order_by=created_at&per_page=1")
    seen = [trade["status"]["type"] for trade in client.exchange.smart_trades()]
    assert seen == ["created", "created", "waiting_position"]
