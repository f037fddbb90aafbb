"""All six kinds of SmartTrade take every kind of entry order, and go the way of their kind to the end."""

from typing import Any

import pytest
from threecommas_mock import MockExchange

from tests.mock.signed_client import DOCUMENT, SignedClient
from tests.mock.story import see

PAIR = "USDT_BTC"
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "simple_buy": ("buy", {"instant": True}),
    "simple_sell": ("sell", {"instant": True}),
    "smart_sell": ("buy", {"skip_enter_step": True}),
    "smart_buy": ("sell", {"skip_enter_step": True}),
    "smart_trade": ("buy", {}),
    "smart_cover": ("sell", {}),
}


def entries(side: str) -> dict[str, dict[str, Any]]:
    """Return the entry orders at a price of 50000 that a move to 49000 (buy) or 51000 (sell) fills."""
    price = {"price": {"value": "49000" if side == "buy" else "51000"}}
    trailing = {"trailing": {"enabled": True, "percent": "1"}}
    conditional = {"order_type": "conditional", **price}
    return {
        "market": {"order_type": "market"},
        "limit": {"order_type": "limit", **price},
        "conditional_market": {**conditional, "conditional": {"order_type": "market", **price}},
        "conditional_limit": {**conditional, "conditional": {"order_type": "limit", **price}},
        "trailing": {**conditional, "conditional": {"order_type": "market", **price, **trailing}},
    }


def born(kind: str, entry: str) -> tuple[SignedClient, int]:
    side, group = KINDS[kind]
    order = {"type": side, "units": {"value": "0.01"}, **entries(side)[entry]}
    percent = {"percent": "5"} if entry == "trailing" else {"value": "60000" if side == "buy" else "40000"}
    step = {"order_type": "limit", "price": {"type": "last", **percent}, "volume": 100}
    targets = {"take_profit": {"enabled": True, "steps": [step]}, "stop_loss": {"enabled": False}}
    if "skip_enter_step" in group:
        order.setdefault("price", {"value": "50000"})
    client = SignedClient(MockExchange(document=DOCUMENT))
    client.exchange.set_price(PAIR, 50000)
    body = {"account_id": 1, "pair": PAIR, "position": order, **group}
    return client, client.create(body if "instant" in group else body | targets)


@pytest.mark.parametrize("entry", entries("buy"))
@pytest.mark.parametrize("kind", KINDS)
def test_kind_takes_the_entry_and_goes_its_way(kind: str, entry: str) -> None:
    client, number = born(kind, entry)
    side, group = KINDS[kind]
    client.exchange.settle()
    waits = "skip_enter_step" not in group and entry != "market"
    trade = client.get(number)
    assert trade["data"]["type"] == kind
    assert (trade["status"]["type"] == "waiting_position") == waits
    down = side == "buy"
    # To the price, beyond it, and back again by more than the percent that trailing waits for.
    for price in (49000, 48000, 49000) if down else (51000, 52000, 51000):
        client.exchange.set_price(PAIR, price)
        client.exchange.settle()
    trade = client.get(number)
    if "instant" in group:
        assert (trade["status"]["type"], see(trade, "flags")) == ("finished", "000000011")
        return
    assert (trade["status"]["type"], see(trade, "flags")[1]) == ("waiting_targets", "1")
    assert trade["position"]["status"]["type"] == ("smart_sell" if "skip_enter_step" in group else "finished")
    client.exchange.set_price(PAIR, 60000 if down else 40000)
    client.exchange.settle()
    trade = client.get(number)
    assert (trade["status"]["type"], trade["data"]["closed_amount"]) == ("finished", "0.01")
