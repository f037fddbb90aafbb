"""Simple trades by the builders: documented requests, documented rules broken, the words of an answer."""

import json
from pathlib import Path
from typing import Any

import pytest
from threecommas import DecodeError, EncodeError, simple_trades
from threecommas.models import CreateSimpleTrade, SimpleTrade

from tests.client.documented_bodies import changed, documented
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient

DATA = Path(__file__).with_name("data")
DOCUMENTED = json.loads((DATA / "documented.json").read_text("utf-8"))
BROKEN = json.loads((DATA / "broken_rules.json").read_text("utf-8"))


def built(case: dict[str, Any]) -> CreateSimpleTrade:
    given = {name: value for name, value in case.items() if name not in ("name", "kind")}
    if "conditional" in given:
        given["conditional"] = simple_trades.Conditional(**given["conditional"])
    if "trailing" in given:
        given["trailing"] = simple_trades.Trailing(**given["trailing"])
    make: Any = getattr(simple_trades, case["kind"])
    made: CreateSimpleTrade = make(account_id=1, pair="USDT_BTC", units="1.0", **given)
    return made


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case["name"])
def test_documented_request_is_a_few_lines(case: dict[str, Any]) -> None:
    assert built(case).to_dict() == documented(case["name"])


def test_each_documented_request_is_built() -> None:
    names = {case["name"] for case in DOCUMENTED}
    assert len(names) == 8
    assert all(name.startswith("simple_trade_create_") for name in names)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["name"].replace(" ", "_"))
def test_broken_rule_is_refused_with_the_path_of_the_field(case: dict[str, Any]) -> None:
    body = changed(documented(f"simple_trade_create_{case['of']}"), case)
    with pytest.raises(EncodeError) as info:
        simple_trades.check_order(CreateSimpleTrade.from_dict(body))
    assert info.value.path == case["path"]


def test_settings_of_futures_go_where_the_document_has_them() -> None:
    made = simple_trades.limit(
        account_id=1,
        pair="USDT_BTC",
        side="sell",
        units=2,
        price="10",
        strategy="post_only",
        position_side="short",
        reduce_only=True,
        leverage="isolated",
    ).to_dict()
    assert made["order"] == {
        "type": "limit",
        "side": "sell",
        "strategy": "post_only",
        "position_side": "short",
        "reduce_only": True,
    }
    assert made["leverage"] == {"type": "isolated"}


@pytest.mark.parametrize("field", ["units", "price"])
def test_float_is_refused_with_the_path_of_the_field(field: str) -> None:
    given: dict[str, Any] = {"units": "1", "price": "1", field: 0.1}
    with pytest.raises(EncodeError) as info:
        simple_trades.limit(account_id=1, pair="USDT_BTC", side="buy", **given)
    assert info.value.path == f"{field}.value"


@pytest.mark.parametrize("call", CALLS)
def test_status_is_read_by_either_of_its_names(call: Any) -> None:
    faulty = FaultyClient()
    order = simple_trades.limit(account_id=1, pair="USDT_BTC", side="sell", units="1.0", price="100000")
    trade = faulty.outcome(call, lambda client: client.simple_trades.create(order)).trade.uuid
    shown = faulty.outcome(call, lambda client: client.simple_trades.get(trade))
    cancelled = faulty.outcome(call, lambda client: client.simple_trades.cancel(trade))
    assert simple_trades.status_of(shown.trade) == "order_placed"
    assert simple_trades.status_of(cancelled.trade) == "cancelled"
    assert cancelled.trade.status.basic_type == "cancelled"
    assert shown.trade.uuid == trade


def test_status_of_neither_name_is_an_error() -> None:
    trade = documented("simple_trade")["trade"]
    trade["status"] = {"error": None}
    with pytest.raises(DecodeError) as info:
        simple_trades.status_of(SimpleTrade.from_dict(trade))
    assert info.value.path == "status"


@pytest.mark.parametrize("call", CALLS)
def test_all_simple_trades_come_once(call: Any) -> None:
    def use(client: Any) -> Any:
        if call is CALLS[0]:
            return [each.uuid for each in client.simple_trades.iterate(limit=1)]

        async def gather() -> list[str]:
            return [each.uuid async for each in client.simple_trades.iterate(limit=1)]

        return gather()

    faulty = FaultyClient()
    order = simple_trades.limit(
        account_id=32455218, pair="USDT_BTC", side="sell", units="1.0", price="100000"
    )
    made = [faulty.outcome(call, lambda client: client.simple_trades.create(order)) for _ in range(3)]
    assert faulty.outcome(call, use) == [each.trade.uuid for each in made]
    assert len(faulty.transport.requests) == 2 * len(made) + 1
