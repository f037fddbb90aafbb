"""Moving a stop loss or a target: one thing changes, in the SmartTrade as it is now, through every guard."""

import json
from typing import Any

import httpx
import pytest
from threecommas import EncodeError, GuardError, InvalidRequestError, models, orders

from tests.client.orders.lives import settings
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient

ACCOUNT: dict[str, Any] = {"account_id": 32455218, "pair": "USDT_BTC"}
STOP = orders.StopLoss(price_type="bid", value=51000, breakeven=True, trailing=True, timeout=60)
LIMIT_STOP = orders.StopLoss(price_type="bid", value=51000, price=50900)
TRIGGER = "stop_loss.conditional.price.value"


def order(stop_loss: orders.StopLoss | None = STOP, position: Any = None, **target: Any) -> Any:
    target = target or {"value": 70000}
    return orders.smart_trade(
        **ACCOUNT,
        position=position or orders.Market(units="0.3"),
        take_profit=[
            orders.TakeProfitStep(order_type="limit", price_type="bid", volume=50, **target),
            orders.TakeProfitStep(order_type="market", price_type="last", volume=50, trailing=2, **target),
        ],
        stop_loss=stop_loss,
    )


def client_with(made: Any) -> tuple[FaultyClient, Any]:
    """Return a client with one SmartTrade at rest, and that."""
    faulty = FaultyClient()
    number = faulty.outcome(CALLS[0], lambda c: c.smart_trades.create(made)).id
    faulty.transport.exchange.settle()
    return faulty, looked(faulty, number)


def looked(faulty: FaultyClient, number: int) -> Any:
    faulty.transport.exchange.settle()
    seen = faulty.outcome(CALLS[0], lambda c: c.smart_trades.get(number))
    faulty.transport.requests.clear()
    return seen


def differing(after: Any, before: Any) -> dict[str, Any]:
    """Return what of the settings is another now."""
    now, then = settings(after), settings(before)
    assert now.keys() == then.keys()
    return {path: value for path, value in now.items() if value != then[path]}


@pytest.mark.parametrize("call", CALLS)
def test_moved_stop_keeps_trailing_timeout_and_breakeven(call: Any) -> None:
    faulty, before = client_with(order())
    moved = faulty.outcome(call, lambda c: c.smart_trades.move_stop_loss(before, price="54000"))
    assert moved.id == before.id
    assert [request.method for request in faulty.transport.requests] == ["GET", "PATCH"]
    assert differing(looked(faulty, before.id), before) == {TRIGGER: "54000.0"} | worth(before, 54000)


def worth(trade: Any, price: int) -> dict[str, Any]:
    """Return the total that follows from the trigger."""
    total = trade.to_dict()["stop_loss"]["units"]["value"]
    return {"stop_loss.total.value": f"{float(total) * price:.1f}"}


@pytest.mark.parametrize("call", CALLS)
def test_moved_target_keeps_the_others_and_their_ids(call: Any) -> None:
    faulty, before = client_with(order())
    faulty.outcome(call, lambda c: c.smart_trades.move_take_profit(before.id, step=2, price=80000))
    changed = differing(looked(faulty, before.id), before)
    assert changed.pop("take_profit.steps[1].total") == "12000.0"
    assert changed == {"take_profit.steps[1].price.value": "80000.0"}


@pytest.mark.parametrize("call", CALLS)
def test_object_from_earlier_does_not_set_back_what_was_changed_since(call: Any) -> None:
    faulty, stale = client_with(order())
    newer: Any = orders.update_of(stale, "stop_loss")
    newer.stop_loss.timeout.value = 90
    faulty.outcome(call, lambda c: c.smart_trades.update(stale.id, newer))
    faulty.outcome(call, lambda c: c.smart_trades.move_stop_loss(stale, price=52000))
    assert looked(faulty, stale.id).stop_loss.timeout.value == 90


@pytest.mark.parametrize("call", CALLS)
def test_target_of_an_entry_that_trails_moves_in_percent(call: Any) -> None:
    entry = orders.ConditionalMarket(units="0.3", conditional=50000, trailing=1)
    stop = orders.StopLoss(price_type="bid", percent=5)
    faulty, before = client_with(order(stop, entry, percent=10))
    faulty.outcome(call, lambda c: c.smart_trades.move_take_profit(before, step=1, percent=12))
    faulty.outcome(call, lambda c: c.smart_trades.move_stop_loss(before, percent="4.5"))
    changed = differing(looked(faulty, before.id), before)
    assert changed["take_profit.steps[0].price.percent"] == "12.0"
    assert changed["stop_loss.conditional.price.percent"] == "4.5"
    assert changed.keys() == {
        *(f"take_profit.steps[0].price.{name}" for name in ("percent", "value")),
        *(f"stop_loss.conditional.price.{name}" for name in ("percent", "value")),
    }


@pytest.mark.parametrize("call", CALLS)
def test_limit_price_of_a_stop_moves_only_if_it_is_named(call: Any) -> None:
    faulty, before = client_with(order(LIMIT_STOP))
    for trigger in ("52000.0", "50900.0", "51000.0"):
        faulty.outcome(call, lambda c: c.smart_trades.move_stop_loss(before, price=trigger))  # noqa: B023
        stop_loss = looked(faulty, before.id).to_dict()["stop_loss"]
        assert stop_loss["conditional"]["price"]["value"] == trigger
        assert stop_loss["price"]["value"] == "50900.0"
    faulty.outcome(call, lambda c: c.smart_trades.move_stop_loss(before, price=50000, limit_price=49900))
    assert looked(faulty, before.id).to_dict()["stop_loss"]["price"]["value"] == "49900.0"


@pytest.mark.parametrize("call", CALLS)
def test_eighth_target_is_named_by_its_place(call: Any) -> None:
    share = {"order_type": "limit", "price_type": "bid", "volume": "12.5", "value": 70000}
    faulty, before = client_with(
        orders.smart_trade(
            **ACCOUNT,
            position=orders.Market(units="0.8"),
            take_profit=8 * [orders.TakeProfitStep(**share)],
        )
    )
    faulty.outcome(call, lambda c: c.smart_trades.move_take_profit(before.id, step=8, price=80000))
    changed = differing(looked(faulty, before.id), before)
    assert changed["take_profit.steps[7].price.value"] == "80000.0"


STEPLESS = orders.smart_trade(**ACCOUNT, position=orders.Market(units="0.3"), stop_loss=LIMIT_STOP)


def step(number: int, **more: Any) -> Any:
    return lambda c, t: c.smart_trades.move_take_profit(t, step=number, **more)


def stop(**more: Any) -> Any:
    return lambda c, t: c.smart_trades.move_stop_loss(t, **more)


REFUSED = {
    "neither price nor percent": (order(), stop(), "", "price or percent is missing"),
    "price and percent": (order(), stop(price=1, percent=1), "", "mutually exclusive"),
    "no stop loss": (order(None), stop(price=1), "stop_loss.enabled", "no stop loss to move"),
    "price of zero": (order(), stop(price=0), TRIGGER, "greater than 0"),
    "price that is a float": (order(), stop(price=0.1), TRIGGER, "float"),
    "percent of a filled position": (
        order(),
        stop(percent=1),
        "stop_loss.conditional.price.percent",
        "the entry does not trail",
    ),
    "percent of a filled position whose stop loss sends a limit order": (
        order(LIMIT_STOP),
        stop(percent=1),
        "stop_loss.conditional.price.percent",
        "the entry does not trail",
    ),
    "percent of an entry that waits and does not trail": (
        order(STOP, orders.Limit(units="0.3", price=40000)),
        stop(percent=1),
        "stop_loss.conditional.price.percent",
        "the entry does not trail",
    ),
    "limit price of a market order": (order(), stop(price=1, limit_price=1), "limit_price", "market order"),
    "trigger that would pass the limit price": (
        order(LIMIT_STOP),
        stop(price=50000),
        "stop_loss.price.value",
        "give limit_price",
    ),
    "place of no step": (order(), step(3, price=1), "step", "which has 1 (id "),
    "place of no step of none": (STEPLESS, step(1, price=1), "step", "which has none"),
    "id of no step": (order(), step(99, price=1), "step", "99 is no step of SmartTrade"),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", REFUSED)
def test_move_that_cannot_be_is_refused_and_changes_nothing(name: str, call: Any) -> None:
    made, move, path, says = REFUSED[name]
    faulty, before = client_with(made)
    error = faulty.outcome(call, lambda c: move(c, before))
    assert isinstance(error, EncodeError)
    assert error.path == path
    assert says in str(error)
    assert {request.method for request in faulty.transport.requests} <= {"GET"}
    assert differing(looked(faulty, before.id), before) == {}


@pytest.mark.parametrize("call", CALLS)
def test_ended_smart_trade_has_nothing_to_move(call: Any) -> None:
    faulty, before = client_with(order())
    faulty.outcome(call, lambda c: c.smart_trades.close_by_market(before.id))
    looked(faulty, before.id)
    error = faulty.outcome(call, lambda c: c.smart_trades.move_stop_loss(before, price=1))
    assert isinstance(error, EncodeError)
    assert error.path == "status.type"
    assert "is panic_sold" in str(error)


@pytest.mark.parametrize("call", CALLS)
def test_target_that_was_reached_is_not_moved(call: Any) -> None:
    faulty, before = client_with(order())
    faulty.transport.exchange.set_price("USDT_BTC", "70500")
    seen = looked(faulty, before.id)
    assert seen.take_profit.steps[0].status.type == "finished"
    error = faulty.outcome(
        call, lambda c: c.smart_trades.move_take_profit(before, step=seen.take_profit.steps[0], price=1)
    )
    assert isinstance(error, EncodeError)
    assert "can no longer be moved: it is finished" in str(error)


@pytest.mark.parametrize(
    "changes", [{"editable": False}, {"status": {"type": "finished", "title": "Finished"}}]
)
def test_flag_or_status_alone_says_that_a_target_is_not_moved(changes: dict[str, Any]) -> None:
    faulty, before = client_with(order())
    send = faulty.transport.handle_request

    def with_changes(request: httpx.Request) -> httpx.Response:
        content = json.loads(send(request).content)
        content["take_profit"]["steps"][0] |= changes
        return httpx.Response(200, json=content)

    faulty.transport.handle_request = with_changes  # type: ignore[method-assign]
    error = faulty.outcome(
        CALLS[0], lambda c: c.smart_trades.move_take_profit(before.id, step=1, price=80000)
    )
    assert isinstance(error, EncodeError)
    assert "1 can no longer be moved: it is " in str(error)


@pytest.mark.parametrize("call", CALLS)
def test_move_goes_through_the_guards(call: Any) -> None:
    faulty, before = client_with(order())
    error = faulty.outcome(call, lambda c: c.smart_trades.move_stop_loss(before, price=52000), read_only=True)
    assert isinstance(error, GuardError)
    assert differing(looked(faulty, before.id), before) == {}


def test_update_by_a_builder_alone_switches_off_what_it_does_not_name() -> None:
    faulty, before = client_with(order())
    change = models.UpdateSmartTrade(stop_loss=orders.StopLoss(price_type="bid", value=54000).model())
    faulty.outcome(CALLS[0], lambda c: c.smart_trades.update(before.id, change))
    after = looked(faulty, before.id).stop_loss
    assert (after.breakeven, after.timeout.enabled, after.conditional.trailing.enabled) == (False,) * 3


def test_step_with_the_id_of_one_that_is_closed_is_refused_with_other_settings() -> None:
    faulty, before = client_with(order())
    faulty.transport.exchange.set_price("USDT_BTC", "70500")
    change: Any = orders.update_of(looked(faulty, before.id), "take_profit")
    change.take_profit.steps[0].volume, change.take_profit.steps[1].volume = 40, 60
    error = faulty.outcome(CALLS[0], lambda c: c.smart_trades.update(before.id, change))
    assert isinstance(error, InvalidRequestError)
