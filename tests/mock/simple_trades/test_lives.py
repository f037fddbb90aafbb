"""Every documented simple trade lives to each end it can have, and the books follow it to the last digit."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import yaml
from threecommas_mock import Assumptions, MockExchange, defaults

from tests.mock.asking import Asking
from tests.mock.signed_client import DATA, DOCUMENT, example

FOLDER = DATA / "simple_trades"
ENDS = yaml.safe_load((FOLDER / "ends.yaml").read_text("utf-8"))
REFUSALS = yaml.safe_load((FOLDER / "refusals.yaml").read_text("utf-8"))
LIVES = [(name, end) for name, case in ENDS.items() for end in case["ends"]]
RICH = {"USDT": Decimal(200000), "BTC": Decimal(3)}
OFF = {"enabled": False}
BODY: dict[str, Any] = {
    "account_id": 1,
    "pair": "USDT_BTC",
    "order": {"type": "market", "side": "buy"},
    "units": {"value": "0.01"},
    "conditional": OFF,
    "trailing": OFF,
    "timeout": OFF,
}
FUTURE = BODY | {"account_id": defaults.FUTURES_ACCOUNT_ID, "pair": "USDT_BTCUSDT", "units": {"value": "1"}}


def asking(price: str = "50000", **options: Any) -> Asking:
    accounts = [replace(account, funds=RICH) for account in defaults.accounts()]
    found = Asking(MockExchange(document=DOCUMENT, accounts=accounts, **options))
    for pair in ("USDT_BTC", "USDT_BTCUSDT"):
        found.exchange.set_price(pair, price)
    return found


def at_rest(client: Asking, uuid: str) -> Any:
    client.exchange.settle()
    return client.get(f"/ver1/trades/{uuid}")["trade"]


@pytest.mark.parametrize(("name", "end"), LIVES)
def test_documented_simple_trade_reaches_its_end(name: str, end: dict[str, Any]) -> None:
    client = asking(ENDS[name]["start"])
    body = example(name) | ({"account_id": end["account"]} if "account" in end else {})
    uuid = client.post("/ver1/trades", body)["trade"]["uuid"]
    for price in end.get("moves", ()):
        client.exchange.set_price("USDT_BTC", price)
        client.exchange.settle()
    if "seconds" in end:
        client.exchange.advance(end["seconds"])
    if end.get("cancel"):
        client.post(f"/ver1/trades/{uuid}/cancel")
    trade = at_rest(client, uuid)
    filled = trade["filled"]
    assert trade["status"]["value"] == end["status"]
    assert (filled["total"], filled["price"]) == (end.get("total", "0.0"), end.get("price"))
    assert filled["units"] == ("1.0" if end["status"] == "finished" else "0.0")
    closed = end["status"] in ("finished", "cancelled", "failed")
    assert trade["data"]["cancelable"] == (not closed) == (trade["closed_at"] is None)
    assert (trade["status"]["error"] is None) == (end["status"] != "failed")
    assert_listed(client, uuid, body, closed=closed)
    assert_books(client, trade, body["order"]["side"])


def assert_listed(client: Asking, uuid: str, body: Any, *, closed: bool) -> None:
    mode = "paper" if body["account_id"] == 1 else "real"
    active = [trade["uuid"] for trade in client.get("/ver1/trades", mode=mode)["trades"]]
    ended = [trade["uuid"] for trade in client.get("/ver1/trades/history", mode=mode)["trades"]]
    assert (active, ended) == (([], [uuid]) if closed else ([uuid], []))


def assert_books(client: Asking, trade: Any, side: str) -> None:
    """Hold the balances against what the answer says was filled, and what an open order keeps."""
    moved, paid = Decimal(trade["filled"]["units"]), Decimal(trade["filled"]["total"])
    sign = 1 if side == "buy" else -1
    balances = client.exchange.balances(trade["account_id"])
    assert balances["BTC"].total == RICH["BTC"] + sign * moved
    assert balances["USDT"].total == RICH["USDT"] - sign * paid
    waits = trade["closed_at"] is None
    kept = balances["USDT" if side == "buy" else "BTC"].reserved
    cost = Decimal(trade["total"]["value"]) * Decimal("1.001") if side == "buy" else Decimal(1)
    assert kept == (cost if waits else 0)
    assert balances["BTC" if side == "buy" else "USDT"].reserved == 0


def test_no_documented_simple_trade_is_left_out() -> None:
    examples = DOCUMENT.at(("components", "examples"))
    assert {name for name in examples if name.startswith("simple_trade_create_")} == set(ENDS)


def test_documented_fill_is_computed_as_documented() -> None:
    documented = example("simple_trade")["trade"]
    client = Asking()
    client.exchange.set_price("BTC_ETH", "0.04017")
    body = BODY | {"pair": "BTC_ETH", "units": {"value": "2.4869"}}
    uuid = client.post("/ver1/trades", body)["trade"]["uuid"]
    trade = at_rest(client, uuid)
    same = ("order", "units", "price", "total", "conditional", "trailing", "timeout", "leverage")
    assert {name: trade[name] for name in same} == {name: documented[name] for name in same}
    assert (trade["filled"], trade["status"]) == (documented["filled"], documented["status"])


def test_market_order_is_seen_placed_before_it_is_finished() -> None:
    client = asking()
    created = client.post("/ver1/trades", BODY)["trade"]
    assert (created["status"]["value"], set(created["order"])) == ("to_process", {"type", "side"})
    seen = [client.get(f"/ver1/trades/{created['uuid']}")["trade"] for _ in range(2)]
    assert [(trade["status"]["value"], trade["data"]["cancelable"]) for trade in seen] == [
        ("order_placed", True),
        ("finished", False),
    ]


@pytest.mark.parametrize("case", REFUSALS)
def test_each_rule_is_kept(case: dict[str, Any]) -> None:
    client = asking()
    body = {name: value for name, value in BODY.items() if name != case.get("without")}
    for path, value in case.get("set", {}).items():
        name, _, member = path.partition(".")
        body = body | {name: body[name] | {member: value} if member else value}
    assert client.refused("POST", "/ver1/trades", body) == (case["status"], case["says"])
    assert client.exchange.simple_trades() == []


@pytest.mark.parametrize(
    ("comparison", "price", "fires"),
    [
        ("less", "49000", False),
        ("less", "48999.99", True),
        ("less_or_equal", "49000", True),
        ("greater", "49000", False),
        ("greater", "49000.01", True),
        ("greater_or_equal", "49000", True),
    ],
)
def test_trigger_compares_as_its_word_says(comparison: str, price: str, *, fires: bool) -> None:
    client = asking("49000.005" if comparison.startswith("less") else "48000")
    condition = {"enabled": True, "value": comparison, "price": {"value": "49000", "type": "bid"}}
    trade = client.post("/ver1/trades", BODY | {"conditional": condition})["trade"]
    assert trade["conditional"] == condition | {"price": {"value": "49000.0", "type": "bid"}}
    client.exchange.set_price("USDT_BTC", price)
    assert at_rest(client, trade["uuid"])["status"]["value"] == ("finished" if fires else "to_process")


@pytest.mark.parametrize(("distance", "turn"), [({"percent": "1"}, "59400"), ({"value": "150"}, "59850")])
def test_trailing_without_a_trigger_begins_at_once(distance: dict[str, str], turn: str) -> None:
    client = asking()
    body = BODY | {"order": {"type": "market", "side": "sell"}, "trailing": {"enabled": True, **distance}}
    trade = client.post("/ver1/trades", body)["trade"]
    assert trade["status"]["value"] == "trailing_activated"
    assert trade["conditional"]["enabled"] is False
    client.exchange.set_price("USDT_BTC", "60000")
    client.exchange.set_price("USDT_BTC", Decimal(turn) + Decimal("0.01"))
    assert at_rest(client, trade["uuid"])["status"]["value"] == "trailing_activated"
    client.exchange.set_price("USDT_BTC", turn)
    assert at_rest(client, trade["uuid"])["status"]["value"] == "finished"


def test_limit_order_that_trailed_rests_at_its_price() -> None:
    client = asking()
    order = {"order": {"type": "limit", "side": "sell"}, "price": {"value": "70000"}}
    uuid = client.post("/ver1/trades", BODY | order | {"trailing": {"enabled": True, "percent": "1"}})[
        "trade"
    ]["uuid"]
    client.exchange.set_price("USDT_BTC", "49000")
    assert at_rest(client, uuid)["status"]["value"] == "order_placed"
    client.exchange.set_price("USDT_BTC", "71000")
    assert at_rest(client, uuid)["filled"]["total"] == "699.3"


@pytest.mark.parametrize(
    ("strategy", "price", "status"),
    [
        ("ioc", "49000", "cancelled"),
        ("fok", "49000", "cancelled"),
        ("gtc", "49000", "order_placed"),
        ("post_only", "49000", "order_placed"),
        ("ioc", "50000", "finished"),
        ("fok", "50000", "finished"),
        ("gtc", "50000", "finished"),
        ("post_only", "50000", "failed"),
    ],
)
def test_time_in_force_decides_whether_a_limit_order_rests(strategy: str, price: str, status: str) -> None:
    client = asking()
    order = {"type": "limit", "side": "buy", "strategy": strategy}
    uuid = client.post("/ver1/trades", BODY | {"order": order, "price": {"value": price}})["trade"]["uuid"]
    trade = at_rest(client, uuid)
    assert (trade["status"]["value"], trade["order"]["strategy"]) == (status, strategy)
    assert client.exchange.balances(1)["USDT"].reserved == (
        Decimal("490.49") if status == "order_placed" else 0
    )


@pytest.mark.parametrize(("chosen", "status"), [({}, 400), ({"uncancelable_simple_trade": 422}, 422)])
def test_ended_simple_trade_cannot_be_cancelled(chosen: dict[str, Any], status: int) -> None:
    client = asking(assumptions=Assumptions(**chosen))
    uuid = client.post("/ver1/trades", BODY)["trade"]["uuid"]
    at_rest(client, uuid)
    refusal = client.refused("POST", f"/ver1/trades/{uuid}/cancel")
    assert refusal == (status, "Trade cannot be cancelled")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unknown_simple_trade_is_not_found(method: str) -> None:
    for uuid in ("f89e3f34-1db1-47f2-81cc-9b4e5c50d7e1", "00000000-0000-4000-8000-000002625a01"):
        path = f"/ver1/trades/{uuid}" + ("/cancel" if method == "POST" else "")
        assert asking().refused(method, path) == (404, "Not Found")


def test_price_that_came_first_wins_over_a_cancellation() -> None:
    client = asking()
    order = {"order": {"type": "limit", "side": "buy"}, "price": {"value": "49000"}}
    uuid = client.post("/ver1/trades", BODY | order)["trade"]["uuid"]
    client.exchange.set_price("USDT_BTC", "48000")
    assert client.refused("POST", f"/ver1/trades/{uuid}/cancel")[0] == 400
    assert at_rest(client, uuid)["status"]["value"] == "finished"


def test_order_that_the_account_cannot_pay_for_is_refused_or_fails() -> None:
    client = asking(delay=timedelta(seconds=5))
    refusal = client.refused("POST", "/ver1/trades", BODY | {"units": {"value": "4"}})
    assert refusal == (422, {"units.value": ["not enough USDT: 200200.0 needed, 200000.0 free"]})
    uuid = client.post("/ver1/trades", BODY | {"units": {"value": "3"}})["trade"]["uuid"]
    client.exchange.set_price("USDT_BTC", "70000")
    trade = at_rest(client, uuid)
    assert (trade["status"]["value"], trade["status"]["error"]) == ("failed", "Insufficient balance")
    assert client.exchange.balances(1)["USDT"].free == 200000


def test_futures_account_keeps_the_cost_of_its_position_and_realises_the_profit() -> None:
    client = asking(web_mode="real")

    def trade(side: str, units: str, **order: Any) -> Any:
        body = FUTURE | {"order": {"type": "market", "side": side, **order}, "units": {"value": units}}
        return at_rest(
            client, client.post("/ver1/trades", body | {"leverage": {"type": "cross"}})["trade"]["uuid"]
        )

    assert trade("buy", "2")["leverage"] == {"type": "cross"}
    client.exchange.set_price("USDT_BTCUSDT", "60000")
    assert trade("sell", "1")["filled"]["units"] == "1.0"
    held = client.exchange.balances(defaults.FUTURES_ACCOUNT_ID)["USDT"]
    # Half was closed at a profit of 10000; commissions were 100 and 60.
    assert (held.total, held.reserved) == (Decimal(209840), Decimal(50000))
    reduced = trade("sell", "1.5", reduce_only=True)
    assert (reduced["filled"]["units"], reduced["filled"]["value"]) == ("1.0", "66.67")
    held = client.exchange.balances(defaults.FUTURES_ACCOUNT_ID)["USDT"]
    assert (held.total, held.reserved) == (Decimal(219780), 0)
    refused = trade("sell", "1", reduce_only=True)
    assert (refused["status"]["value"], refused["status"]["error"]) == (
        "failed",
        "ReduceOnly Order is rejected",
    )


def test_list_is_filtered_sorted_and_cut() -> None:
    client = asking()
    uuids = []
    for pair in ("USDT_ETH", "USDT_BTC", "USDT_ETH"):
        uuids.append(client.post("/ver1/trades", BODY | {"pair": pair})["trade"]["uuid"])
        client.exchange.advance(1)
    client.exchange.settle()

    def listed(**query: Any) -> list[int]:
        found = client.get("/ver1/trades/history", **query)["trades"]
        return [uuids.index(trade["uuid"]) for trade in found]

    assert listed() == [0, 1, 2]
    assert listed(order_direction="desc") == [2, 1, 0]
    assert listed(order_by="pair") == [1, 0, 2]
    assert listed(pair="USDT_ETH", order_by="closed_at", order_direction="desc") == [2, 0]
    assert listed(limit=1, offset=1) == [1]
    assert listed(account_id=32199203) == listed(mode="real") == listed(offset=3) == []


def test_simple_trades_are_kept_in_a_snapshot() -> None:
    client = asking()
    order = {"order": {"type": "limit", "side": "buy"}, "price": {"value": "49000"}}
    uuid = client.post("/ver1/trades", BODY | order)["trade"]["uuid"]
    client.post("/ver1/trades", BODY)
    state = client.exchange.snapshot_json()
    copy = asking("40000")
    copy.exchange.restore_json(state)
    assert copy.exchange.snapshot_json() == state
    assert copy.exchange.balances(1) == client.exchange.balances(1)
    copy.exchange.set_price("USDT_BTC", "48000")
    assert at_rest(copy, uuid)["status"]["value"] == "finished"
