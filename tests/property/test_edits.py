"""Any order, read back, made an update and changed in one place: that place changes, and nothing else."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from threecommas import orders
from threecommas_rest.types import Unset

from tests.client.orders.lives import client_of, exchange_at, live, settings
from tests.property.effort import generated

SPOT: dict[str, Any] = {"account_id": 32455218, "pair": "USDT_BTC"}
VOLUMES: list[list[float]] = [[100], [50, 50], [20, 30, 50], [12.5, 37.5, 50]]
PRICE_TYPES: st.SearchStrategy[Any] = st.sampled_from(["bid", "ask", "last"])


@st.composite
def entries(draw: st.DrawFn, *, long: bool) -> Any:
    """An entry that is filled at once, or waits far from the market at 9500."""
    units, away = draw(st.sampled_from(["0.1", "0.25", "1"])), 9000 if long else 9900
    trailing = draw(st.sampled_from([None, "0.5", 2]))
    return draw(
        st.sampled_from(
            [
                orders.Market(units=units),
                orders.Limit(units=units, price=away),
                orders.ConditionalMarket(units=units, conditional=away, trailing=trailing),
                orders.ConditionalLimit(units=units, conditional=away, price=away, price_type="last"),
            ]
        )
    )


@st.composite
def targets(draw: st.DrawFn, *, long: bool, in_percent: bool) -> list[orders.TakeProfitStep]:
    """Targets that the market does not meet."""
    volumes = draw(st.sampled_from([[], *VOLUMES]))
    steps = []
    for index, volume in enumerate(volumes):
        order_type = draw(st.sampled_from(["market", "limit"]))
        trails = order_type == "market" and index == len(volumes) - 1
        trailing = draw(st.sampled_from([None, "1.5"])) if trails else None
        distance = draw(st.integers(5, 20))
        place: dict[str, Any] = (
            {"percent": distance} if in_percent else {"value": 9500 + 100 * distance * (1 if long else -1)}
        )
        steps.append(
            orders.TakeProfitStep(
                order_type=order_type,  # type: ignore[arg-type]
                price_type=draw(PRICE_TYPES),
                volume=str(volume),
                trailing=trailing,
                **place,
            )
        )
    return steps


@st.composite
def stops(draw: st.DrawFn, *, long: bool, in_percent: bool, steps: int) -> orders.StopLoss | None:
    """A stop loss that the market does not meet."""
    if not draw(st.booleans()):
        return None
    value = 8000 if long else 11000
    trailing = draw(st.sampled_from([None, True]))
    place: dict[str, Any] = (
        {"percent": draw(st.sampled_from([12, "15.5"]))} if in_percent else {"value": value}
    )
    return orders.StopLoss(
        price_type=draw(PRICE_TYPES),
        price=None if trailing else draw(st.sampled_from([None, value])),
        trailing=trailing,
        timeout=draw(st.sampled_from([None, 1, 86400])),
        breakeven=steps > 1 and draw(st.booleans()),
        **place,
    )


@st.composite
def any_order(draw: st.DrawFn) -> Any:
    """An order of one of the kinds that have targets."""
    long, held = draw(st.booleans()), draw(st.booleans())
    entry = draw(entries(long=long))
    in_percent = not held and isinstance(entry, orders.ConditionalMarket) and entry.trailing is not None
    take_profit = draw(targets(long=long, in_percent=in_percent))
    stop_loss = draw(stops(long=long, in_percent=in_percent, steps=len(take_profit)))
    common: dict[str, Any] = {**SPOT, "take_profit": take_profit, "stop_loss": stop_loss}
    if held:
        return (orders.smart_sell if long else orders.smart_buy)(units="0.1", price=9400, **common)
    return (orders.smart_trade if long else orders.smart_cover)(position=entry, **common)


def places(change: Any) -> list[tuple[str, Any, str]]:
    """Return what can be changed in an update: its path, the object that holds it, the attribute."""
    found: list[tuple[str, Any, str]] = []
    if change.position:
        found.append(("position.units", change.position.units, "value"))
    steps = change.take_profit.steps or []
    for index, step in enumerate(steps):
        at = "percent" if step.price.percent else "value"
        found.append((f"take_profit.steps[{index}]", step.price, at))
    if change.stop_loss.enabled:
        trigger = change.stop_loss.conditional.price
        found.append(("stop_loss", trigger, "percent" if trigger.percent else "value"))
    return found


def differing(after: Any, before: Any) -> set[str]:
    now, then = settings(after), settings(before)
    return {path for path in now.keys() | then.keys() if now.get(path, "") != then.get(path, "")}


# What follows from a setting: amounts and worths, and the price that a percentage comes to.
FOLLOWS = {
    "take_profit.steps": {"price.value", "price.percent", "total"},
    "stop_loss": {"conditional.price.value", "conditional.price.percent", "total.value"},
    "position.units": {"value"},
}


@generated(60, 3000)
@given(any_order(), st.data())
def test_one_change_to_an_update_changes_that_alone(order: Any, data: st.DataObject) -> None:
    exchange = exchange_at()
    with client_of(exchange) as client:
        before = live(exchange, client, order)
        change: Any = orders.update_of(before)
        orders.check_update(change)
        client.smart_trades.update(before.id, change)
        exchange.settle()
        same = client.smart_trades.get(before.id)
        assert differing(same, before) == set()
        if not (found := places(change)):
            return
        path, holder, name = data.draw(st.sampled_from(found))
        setattr(holder, name, getattr(holder, name) + (2 if path == "stop_loss" else 1))
        client.smart_trades.update(before.id, change)
        exchange.settle()
        changed = differing(client.smart_trades.get(before.id), same)
        assert changed
        follows = FOLLOWS[path.partition("[")[0]]
        allowed = {f"{path}.{each}" for each in follows}
        if path == "position.units":
            allowed |= {"position.total.value"}
        assert changed <= allowed


MOVED_BY_TRAILING = {"stop_loss.conditional.price.value", "stop_loss.total.value"}


def is_trailing(trade: Any) -> bool:
    """Whether the price moves the stop loss of a SmartTrade."""
    status = trade.stop_loss.status
    return not isinstance(status, Unset) and status.type == "trailing_activated"


@generated(60, 3000)
@given(any_order())
def test_copy_of_any_order_is_set_like_it(order: Any) -> None:
    exchange = exchange_at()
    with client_of(exchange) as client:
        first = live(exchange, client, order)
        second = live(exchange, client, orders.copy_of(first))
        others = {path for path in differing(first, second) if not path.endswith(".id")}
        # A stop that the price has moved is copied where it is, and trails on from there.
        assert others <= (MOVED_BY_TRAILING if is_trailing(first) else set())
