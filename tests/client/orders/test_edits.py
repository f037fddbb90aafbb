"""Updates and copies made of answers: nothing that is set gets lost on the way to a request."""

import copy
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from threecommas import DecodeError, EncodeError, InvalidRequestError, models, orders
from threecommas.models import CreateSmartTrade, SmartTrade

from tests.client.orders.documents import DOCUMENT, documented
from tests.client.orders.lives import client_of, exchange_at, live, settings

CASES = json.loads(Path(__file__).with_name("edits.json").read_text("utf-8"))
EXAMPLES = DOCUMENT["components"]["examples"]
ACCOUNT: dict[str, Any] = {"account_id": 32455218, "pair": "USDT_BTC"}


def example(name: str) -> Any:
    """A documented SmartTrade, for a list its first."""
    value = copy.deepcopy(EXAMPLES[name]["value"])
    return value[0] if isinstance(value, list) else value


def answered() -> list[str]:
    """The names of the documented SmartTrades."""
    return [
        name
        for name in EXAMPLES
        if isinstance(example(name), dict) and "take_profit" in example(name) and "data" in example(name)
    ]


def changed(value: Any, changes: dict[str, Any]) -> Any:
    """The example with other values at some paths."""
    for path, new in changes.items():
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place = value
        for step in way:
            place = place[step]
        place[last] = new
    return value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "_"))
def test_answer_becomes_the_request_of_its_case(case: dict[str, Any]) -> None:
    trade = SmartTrade.from_dict(changed(example(case["of"]), case.get("change", {})))
    make: Any = {"update": orders.update_of, "copy": orders.copy_of}[case["make"]]
    groups = case.get("groups", [])
    if "path" in case:
        with pytest.raises(EncodeError, match=case["says"]) as caught:
            make(trade, *groups)
        assert caught.value.path == case["path"]
    else:
        assert make(trade, *groups).to_dict() == case["request"]


@pytest.mark.parametrize("name", [name for name in answered() if name != "smart_trade_list"])
def test_update_of_a_documented_smart_trade_breaks_no_rule(name: str) -> None:
    trade = SmartTrade.from_dict(example(name))
    if trade.status.type in ("cancelled", "cancellation_pending", "panic_sell_pending"):
        with pytest.raises(EncodeError, match="can no longer be changed"):
            orders.update_of(trade)
    elif name == "trade_cancelled":
        # One step was cancelled, and with it its share of 100 percent.
        with pytest.raises(EncodeError, match=r"got 35\.0 \+ 35\.0; if a step was cancelled, give"):
            orders.check_update(orders.update_of(trade))
    else:
        orders.check_update(orders.update_of(trade), in_percent=False)


@pytest.mark.parametrize("name", documented())
def test_documented_order_is_left_as_it_is_by_its_own_update(name: str) -> None:
    exchange = exchange_at()
    with client_of(exchange) as client:
        before = live(exchange, client, CreateSmartTrade.from_dict(documented()[name]))
        if before.instant and not before.is_position_not_filled:
            assert before.status.type == "finished"
            return
        client.smart_trades.update(before.id, orders.update_of(before))
        exchange.settle()
        after = client.smart_trades.get(before.id)
        assert settings(after) == settings(before)
        assert after.status.type == before.status.type


@pytest.mark.parametrize("name", documented())
def test_copy_of_a_documented_order_lives_like_the_first(name: str) -> None:
    exchange = exchange_at()
    with client_of(exchange) as client:
        first = live(exchange, client, CreateSmartTrade.from_dict(documented()[name]))
        second = live(exchange, client, orders.copy_of(first))
        ids = {path: value for path, value in settings(first).items() if path.endswith(".id")}
        assert {**settings(second), **ids} == settings(first)


def two_steps(**more: Any) -> CreateSmartTrade:
    """A long that sells half at 10000 and half at 10500, with a stop at 8500."""
    steps = [
        orders.TakeProfitStep(order_type="limit", price_type="bid", value=value, volume=50)
        for value in (10000, 10500)
    ]
    stop = orders.StopLoss(price_type="bid", value=8500, **more)
    return orders.smart_trade(
        **ACCOUNT, position=orders.Market(units="0.1"), take_profit=steps, stop_loss=stop
    )


def test_step_that_was_carried_out_is_sent_along_and_not_placed_again() -> None:
    exchange = exchange_at()
    with client_of(exchange) as client:
        number = live(exchange, client, two_steps(breakeven=True)).id
        exchange.set_price("USDT_BTC", "10100")
        exchange.settle()
        before = client.smart_trades.get(number)
        assert [step.status.type for step in before.take_profit.steps] == ["finished", "order_placed"]
        client.smart_trades.update(number, orders.update_of(before))
        exchange.settle()
        after = client.smart_trades.get(number)
        assert settings(after) == settings(before)
        assert after.data.closed_amount == before.data.closed_amount
        assert len(client.smart_trades.trades.list(number)) == 4


def test_step_that_was_carried_out_cannot_be_moved() -> None:
    exchange = exchange_at()
    with client_of(exchange) as client:
        number = live(exchange, client, two_steps()).id
        exchange.set_price("USDT_BTC", "10100")
        exchange.settle()
        change: Any = orders.update_of(client.smart_trades.get(number), "take_profit")
        change.take_profit.steps[0].price.value = 11000
        with pytest.raises(InvalidRequestError, match="it was carried out"):
            client.smart_trades.update(number, change)


def test_stop_that_trails_goes_on_as_far_from_the_market_as_before() -> None:
    def stop_after(edits: int) -> str:
        exchange = exchange_at()
        with client_of(exchange) as client:
            number = live(exchange, client, two_steps(trailing=True)).id
            for price in ("9900", "9700", "9950"):
                exchange.set_price("USDT_BTC", price)
                exchange.settle()
                for _ in range(edits):
                    trade = client.smart_trades.get(number)
                    client.smart_trades.update(number, orders.update_of(trade))
                    exchange.settle()
            return str(client.smart_trades.get(number).to_dict()["stop_loss"]["conditional"]["price"])

    assert stop_after(edits=1) == stop_after(edits=0)


def test_key_of_create_once_is_not_copied_with_the_note() -> None:
    exchange = exchange_at()
    with client_of(exchange) as client:
        order = two_steps()
        order.note = "Dips & more [once:signal-1]"
        assert orders.copy_of(live(exchange, client, order)).note == "Dips & more"


def test_copy_can_be_changed_and_created() -> None:
    exchange = exchange_at()
    with client_of(exchange) as client:
        first = live(exchange, client, two_steps(timeout=60, breakeven=True))
        again: Any = orders.copy_of(first)
        again.pair, again.position.units.value = "USDT_ETH", "1"
        again.take_profit = models.TakeProfitInput(enabled=False)
        again.stop_loss = models.StopLossInput(enabled=False)
        assert live(exchange, client, again).pair == "USDT_ETH"


def test_field_of_the_answer_that_cannot_be_read_is_the_error_it_was() -> None:
    def refuse(self: Any) -> Any:
        raise DecodeError("expected an object, got text", path="stop_loss.timeout")

    trade = SmartTrade.from_dict(example("smart_trade_updated"))
    unreadable: Any = type("Unreadable", (models.StopLoss,), {"timeout": property(refuse)})
    given = {name: getattr(trade.stop_loss, name) for name in attrs.fields_dict(models.StopLoss)}
    del given["timeout"]
    trade.stop_loss = unreadable.__new__(unreadable)
    for name, value in given.items():
        setattr(trade.stop_loss, name, value)
    with pytest.raises(DecodeError) as caught:
        orders.update_of(trade, "stop_loss")
    assert caught.value.path == "stop_loss.timeout"
