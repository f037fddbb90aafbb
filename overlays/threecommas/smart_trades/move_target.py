"""Moving one target of a SmartTrade: it is read, changed in one place and sent back, with everything else.

Both are flows (see `threecommas.flow`). The SmartTrade is always read anew, so
that an object from earlier does not set back what was changed since. Between reading and sending, a change
from elsewhere can still be set back: 3Commas has no versions to compare.
"""

from __future__ import annotations

from threecommas_rest import api
from threecommas_rest.models import (
    PriceInput,
    SmartTrade,
    StopLossConditionalInput,
    StopLossInput,
    TakeProfitStep,
    TakeProfitStepUpdate,
    TargetPriceInput,
    TradeStatusType,
    UpdateSmartTrade,
)
from threecommas_rest.types import UNSET, Unset

from threecommas.flow import CallOperation, OperationFlow
from threecommas.orders import Amount, check_update, update_of
from threecommas.orders.field_checks import error_path, fail
from threecommas.orders.settings import entry_trails
from threecommas.orders.target_rules import MOST_STEPS


def move_stop_loss(
    trade: SmartTrade | int, *, price: Amount | None, percent: Amount | None, limit_price: Amount | None
) -> OperationFlow[SmartTrade]:
    """Return the steps that move the trigger of a stop loss, and the price of its limit order if given."""
    _one_of(price, percent)
    number = trade.id if isinstance(trade, SmartTrade) else trade
    fresh = yield from _read(number)
    update = update_of(fresh, "stop_loss")
    stop_loss = update.stop_loss
    if isinstance(stop_loss, Unset) or isinstance(stop_loss.conditional, Unset):
        fail("stop_loss.enabled", f"is false: SmartTrade {number} has no stop loss to move")
    before = stop_loss.conditional.price
    with error_path("stop_loss.conditional.price"):
        after = _moved(before, price, percent)
    if limit_price is None:
        _refuse_crossing(stop_loss, before, after)
    elif stop_loss.order_type != "limit":
        fail("limit_price", f"is not allowed: the stop loss sends a {stop_loss.order_type} order")
    else:
        with error_path("stop_loss.price"):
            stop_loss.price = PriceInput(value=limit_price)
    stop_loss.conditional = StopLossConditionalInput(price=after, trailing=stop_loss.conditional.trailing)
    return (yield from _send(number, fresh, update))


def move_take_profit(
    trade: SmartTrade | int, *, step: TakeProfitStep | int, price: Amount | None, percent: Amount | None
) -> OperationFlow[SmartTrade]:
    """Return the steps that move one target; all of the others are sent along as they are."""
    _one_of(price, percent)
    number = trade.id if isinstance(trade, SmartTrade) else trade
    fresh = yield from _read(number)
    moved = _open_step(fresh, step, number)
    update = update_of(fresh, "take_profit")
    targets = update.take_profit
    steps = [] if isinstance(targets, Unset) or isinstance(targets.steps, Unset) else targets.steps
    for index, each in enumerate(steps):
        if each.id == moved:
            _move_step(each, f"take_profit.steps[{index}].price", price, percent)
    return (yield from _send(number, fresh, update))


def _read(number: int) -> OperationFlow[SmartTrade]:
    fresh: SmartTrade = yield CallOperation(api.get_smart_trade.build(number), api.get_smart_trade.parse)
    return fresh


def _send(number: int, fresh: SmartTrade, update: UpdateSmartTrade) -> OperationFlow[SmartTrade]:
    check_update(update, in_percent=fresh.is_position_not_filled and entry_trails(fresh))
    changed: SmartTrade = yield CallOperation(
        api.update_smart_trade.build(number, update), api.update_smart_trade.parse
    )
    return changed


def _one_of(price: Amount | None, percent: Amount | None) -> None:
    # The refusals published on the page Edit SmartTrade have these words.
    if price is not None and percent is not None:
        fail("", "price and percent are mutually exclusive")
    if price is None and percent is None:
        fail("", "price or percent is missing, exactly one parameter must be provided")


def _moved(target: TargetPriceInput, price: Amount | None, percent: Amount | None) -> TargetPriceInput:
    return TargetPriceInput(
        type=target.type,
        value=UNSET if price is None else price,
        percent=UNSET if percent is None else percent,
    )


def _move_step(step: TakeProfitStepUpdate, path: str, price: Amount | None, percent: Amount | None) -> None:
    with error_path(path):
        step.price = _moved(step.price, price, percent)


def _refuse_crossing(stop_loss: StopLossInput, before: TargetPriceInput, after: TargetPriceInput) -> None:
    """Refuse a trigger on the other side of the limit price, where the order might never be filled.

    Nothing documented forbids it; whoever means it gives the limit price too.
    """
    if isinstance(stop_loss.price, Unset) or stop_loss.order_type != "limit":
        return
    limit, old, new = stop_loss.price.value, before.value, after.value
    if isinstance(old, Unset) or isinstance(new, Unset):
        return
    if (old >= limit) != (new >= limit) and old != limit:
        fail(
            "stop_loss.price.value",
            f"stays {limit:f}, and the trigger would move from {old:f} past it to {new:f}: give limit_price",
        )


def _open_step(trade: SmartTrade, step: TakeProfitStep | int, of: int) -> int:
    """Return the id of the step meant: a step, its id, or its place, which is 1 to 8."""
    number = step.id if isinstance(step, TakeProfitStep) else step
    steps = trade.take_profit.steps
    found = next(
        (each for each in steps if number == (each.position if number <= MOST_STEPS else each.id)), None
    )
    if found is None:
        there = ", ".join(f"{each.position} (id {each.id})" for each in steps) or "none"
        fail("step", f"{number} is no step of SmartTrade {of}, which has {there}")
    if found.status.type in (TradeStatusType.FINISHED, TradeStatusType.PANIC_SOLD) or not found.editable:
        fail("step", f"{number} can no longer be moved: it is {found.status.type}")
    return found.id
