"""The documented rules of what is sent to a deal, checked before it is sent.

A rule names its source: "page" is the current page Update deal or Add manual safety trade, "server" an answer
that is recorded or printed. Left out is what only 3Commas knows: whether the status allows a change, what the
deal has already, the limits of its pair.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from threecommas_rest.models import (
    AddFundsToDeal,
    CustomSafetyStepInput,
    DealTakeProfitStepInput,
    UpdateDeal,
    UpdateDealMaxSafetyOrders,
)
from threecommas_rest.types import Unset

from threecommas.errors import EncodeError
from threecommas.orders.field_checks import (
    between,
    fail,
    forbid,
    is_on,
    positive,
    require,
    require_known_value,
)
from threecommas.orders.step_checks import check_steps

_FEWEST_STEPS_TO_BREAKEVEN = 2
_LAST_BREAKEVEN_STEP = 2
_CHOICES = ("profit_currency", "take_profit_type", "stop_loss_type")
# Page: the smallest and the largest, None for no bound. A percentage of 0 means none.
_COUNTS: Mapping[str, tuple[int, int | None]] = {
    "max_safety_orders": (0, 200),
    "active_safety_orders_count": (0, 200),
    "stop_loss_timeout_in_seconds": (0, None),
    "close_timeout": (60, None),
}
_PERCENTAGES = ("take_profit", "stop_loss_percentage", "min_profit_percentage")


def check_update(body: UpdateDeal) -> None:
    """Raise `EncodeError` for the first field that breaks a documented rule; nothing is sent.

    `update` calls it itself. Call it for a body made of models, read from JSON or changed since.
    """
    if not isinstance(body, UpdateDeal):
        raise EncodeError(f"expected an UpdateDeal, got a {type(body).__name__}")
    # It refuses values that are of no documented type at all.
    if not body.to_dict():
        fail("", "changes nothing: give at least one setting")
    _check_numbers(body)
    for name in _CHOICES:
        if not isinstance(value := getattr(body, name), Unset):
            require_known_value(value, name, "it is a choice")
    _check_take_profit(body)
    _check_safety_orders(body)
    _check_breakeven(body)


def check_added_funds(body: AddFundsToDeal) -> None:
    """Raise `EncodeError` for the first field that breaks a documented rule; nothing is sent.

    `market_funds` and `limit_funds` call it themselves.
    """
    if not isinstance(body, AddFundsToDeal):
        raise EncodeError(f"expected an AddFundsToDeal, got a {type(body).__name__}")
    body.to_dict()
    positive(body.quantity, "quantity")
    # Page: "price, for limit orders". Server: without it "rate is missing". At market: inferred.
    if is_on(body.is_market):
        forbid(body.rate, "rate", "an order at market price has none")
    else:
        positive(require(body.rate, "rate", "a limit order needs it"), "rate")
    if not isinstance(body.response_type, Unset):
        require_known_value(body.response_type, "response_type", "it is the form of the answer")


def check_max_safety_orders(body: UpdateDealMaxSafetyOrders) -> None:
    """Raise `EncodeError` if the number of safety orders is not from 0 to 200; nothing is sent."""
    if not isinstance(body, UpdateDealMaxSafetyOrders):
        raise EncodeError(f"expected an UpdateDealMaxSafetyOrders, got a {type(body).__name__}")
    body.to_dict()
    _whole("max_safety_orders", body.max_safety_orders)


def _check_numbers(body: UpdateDeal) -> None:
    for name in _COUNTS:
        if not isinstance(count := getattr(body, name), Unset):
            _whole(name, count)
    for name in _PERCENTAGES:
        if not isinstance(percentage := getattr(body, name), Unset) and percentage < 0:
            fail(name, f"must be at least 0, got {percentage:f}")
    if not isinstance(body.trailing_deviation, Unset):
        positive(body.trailing_deviation, "trailing_deviation")


def _whole(name: str, value: int | str) -> int:
    low, high = _COUNTS[name]
    text = str(value)
    if not (text.isascii() and text.isdigit()) or int(text) < low or (high is not None and int(text) > high):
        bounds = f"of at least {low}" if high is None else f"from {low} to {high}"
        fail(name, f"must be a whole number {bounds}, got {text!r}")
    return int(text)


def _check_take_profit(body: UpdateDeal) -> None:
    if isinstance(body.take_profit_steps, Unset):
        return
    # Inferred: a deal that has steps shows no take profit besides.
    forbid(body.take_profit, "take_profit", "the profit is taken in steps")
    steps = body.take_profit_steps
    if not steps:
        fail("take_profit_steps", "is empty: give all steps, or take_profit for a single target")
    # Page: at most four, whose shares are 100 percent together.
    check_steps(steps)
    _check_ids(steps)


def _check_ids(steps: Sequence[DealTakeProfitStepInput]) -> None:
    ids = [str(step.id) for step in steps if not isinstance(step.id, Unset)]
    for index, step in enumerate(steps):
        # Inferred: two steps cannot both be the same one of the deal.
        if ids.count(str(step.id)) > 1:
            fail(f"take_profit_steps[{index}].id", f"is {step.id}, as that of another step")


def _check_safety_orders(body: UpdateDeal) -> None:
    # Inferred: more cannot rest than there are.
    if not isinstance(body.max_safety_orders, Unset) and not isinstance(
        body.active_safety_orders_count, Unset
    ):
        count, active = int(body.max_safety_orders), int(body.active_safety_orders_count)
        if active > count:
            fail("active_safety_orders_count", f"is {active}, and max_safety_orders is {count}")
    if isinstance(body.custom_safety_steps, Unset):
        return
    for index, step in enumerate(body.custom_safety_steps):
        # Page: -100 to 10000.
        between(step.deviation, "-100", "10000", f"custom_safety_steps[{index}].deviation")
        positive(step.size, f"custom_safety_steps[{index}].size")
    _check_distance(body, body.custom_safety_steps)


def _check_distance(body: UpdateDeal, steps: Sequence[CustomSafetyStepInput]) -> None:
    """Refuse a stop loss that the safety orders reach beyond."""
    percent = Decimal(0) if isinstance(body.stop_loss_percentage, Unset) else body.stop_loss_percentage
    last = max((abs(step.deviation) for step in steps), default=Decimal(0))
    # Server, of a bot: "Stop Loss should be below the last safety order (7.0)".
    if percent and percent <= last:
        fail(
            "stop_loss_percentage",
            f"must be beyond the last safety order, which is at {last:f} percent",
        )


def _check_breakeven(body: UpdateDeal) -> None:
    if not isinstance(body.sl_to_breakeven_data, Unset):
        limit = body.sl_to_breakeven_data.upper_breakeven_limit
        text = str(limit)
        # Page: 0 is the average price, 1 the first step, 2 the second.
        if not (text.isascii() and text.isdigit()) or int(text) > _LAST_BREAKEVEN_STEP:
            fail("sl_to_breakeven_data.upper_breakeven_limit", f"must be 0, 1 or 2, got {text!r}")
    if not is_on(body.sl_to_breakeven_enabled):
        return
    # Page: break-even needs two steps. Those that are not sent may be there already.
    if not isinstance(body.take_profit, Unset):
        fail("sl_to_breakeven_enabled", "needs at least two steps: this has a single take_profit")
    if not isinstance(body.take_profit_steps, Unset):
        count = len(body.take_profit_steps)
        if count < _FEWEST_STEPS_TO_BREAKEVEN:
            fail("sl_to_breakeven_enabled", f"needs at least two take_profit_steps, there are {count}")
    if body.stop_loss_percentage == 0:
        fail("sl_to_breakeven_enabled", "needs a stop loss: stop_loss_percentage is 0")
