"""The documented bounds of the numbers of a DCA bot. All are those of the current page Create DCA Bot."""

import reprlib
from collections.abc import Mapping
from decimal import Decimal

from threecommas_rest.models import CreateBot, UpdateBot
from threecommas_rest.types import Unset

from threecommas.orders.field_checks import fail, is_on, positive

# Field -> the smallest and the largest value, None for no bound.
_BOUNDS: Mapping[str, tuple[str, str | None]] = {
    "max_active_deals": ("1", "199"),
    "max_safety_orders": ("0", "200"),
    "active_safety_orders_count": ("0", "200"),
    "martingale_volume_coefficient": ("0.1", "10"),
    "martingale_step_coefficient": ("0.1", "10"),
    "safety_order_step_percentage": ("0", None),
    "safety_order_volume": ("0", None),
    "trailing_deviation": ("0", None),
    "stop_loss_percentage": ("0", None),
    "take_profit": ("0", None),
    "min_profit_percentage": ("0", None),
    "min_volume_btc_24h": ("0", None),
    "stop_loss_timeout_in_seconds": ("0", None),
    "deal_start_delay_seconds": ("0", None),
    "cooldown": ("0", "2592000"),
    "disable_after_deals_count": ("1", None),
    "allowed_deals_on_same_pair": ("1", None),
    "close_deals_timeout": ("60", None),
    "reinvesting_percentage": ("0", "100"),
    "risk_reduction_percentage": ("0", "100"),
    "leverage_custom_value": ("1", None),
    "min_price_percentage": ("-95", "1000"),
    "max_price_percentage": ("-95", "1000"),
}
# Such as those of 64 bits.
_MOST_DIGITS = 19
_WHOLE_NUMBERS = frozenset(
    {
        *("max_active_deals", "max_safety_orders", "active_safety_orders_count", "cooldown"),
        *("stop_loss_timeout_in_seconds", "deal_start_delay_seconds", "disable_after_deals_count"),
        *("allowed_deals_on_same_pair", "close_deals_timeout"),
    }
)


def check_amounts(bot: CreateBot | UpdateBot) -> None:
    """Raise `EncodeError` for the first number outside of its bounds."""
    positive(bot.base_order_volume, "base_order_volume")
    for name, (low, high) in _BOUNDS.items():
        value = getattr(bot, name)
        if isinstance(value, Unset) or value is None:
            continue
        number = Decimal(whole(value, name)) if name in _WHOLE_NUMBERS else Decimal(value)
        if number < Decimal(low) or (high is not None and number > Decimal(high)):
            fail(name, f"must be {_bounds(name)}, got {number:f}")
    for index, step in enumerate(
        [] if isinstance(bot.custom_safety_steps, Unset) else bot.custom_safety_steps
    ):
        path = f"custom_safety_steps[{index}]"
        if not Decimal(-100) <= step.deviation <= Decimal(10000):
            fail(f"{path}.deviation", f"must be from -100 to 10000 percent, got {step.deviation:f}")
        positive(step.size, f"{path}.size")
    _check_ranges(bot)


def whole(value: int | str, path: str) -> int:
    """Return a whole number, none below zero, that was given as a number or as its digits."""
    digits = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
    number = int(value) if digits or (isinstance(value, int) and not isinstance(value, bool)) else -1
    if not 0 <= number < 10**_MOST_DIGITS:
        # A longer one can be so long that Python does not print it.
        given = "a far larger one" if abs(number) >= 10**_MOST_DIGITS else reprlib.repr(value)
        fail(path, f"must be a whole number, {_bounds(path)}, got {given}")
    return number


def _bounds(name: str) -> str:
    low, high = _BOUNDS[name]
    return f"from {low} to {high}" if high else f"at least {low}"


def _check_ranges(bot: CreateBot | UpdateBot) -> None:
    """Refuse ranges in which no price lies, and trailing without a distance."""
    for low, high in (("min_price", "max_price"), ("min_price_percentage", "max_price_percentage")):
        least, most = getattr(bot, low), getattr(bot, high)
        if not isinstance(least, Unset) and not isinstance(most, Unset) and least > most:
            fail(low, f"is {least:f}, which is more than {high} {most:f}")
    if is_on(bot.trailing_enabled):
        if isinstance(bot.trailing_deviation, Unset):
            fail("trailing_deviation", "is missing: trailing_enabled needs it")
        positive(bot.trailing_deviation, "trailing_deviation")
