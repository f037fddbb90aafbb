"""Numbers of a deal's settings that no exchange, database or clock could take. All of them are inferred.

A bot and a deal have the same settings. The document bounds most of their numbers; larger ones than these
would make sums without end, or moments that no calendar has.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.dca.settings import DcaSettings
from threecommas_mock.venue.decimal_math import format_decimal

MOST = Decimal(1_000_000_000)
"""Seconds of 31 years, and more deals than anybody has."""

_MOST_PERCENT = Decimal(1_000_000)
_MOST_DIGITS = 30

Errors = dict[str, list[str]]


def settings_errors(settings: DcaSettings, *, close_timeout: str = "close_timeout") -> Errors:
    """Return what is out of bounds, by its field; *close_timeout* is the name of that member in the body."""
    counts = {
        "max_safety_orders": settings.max_safety_orders,
        "active_safety_orders_count": settings.active_safety_orders_count,
        "stop_loss_timeout_in_seconds": settings.stop_loss_timeout_in_seconds,
        close_timeout: settings.close_timeout,
        "sl_to_breakeven_data.upper_breakeven_limit": settings.breakeven_limit,
    }
    errors: Errors = {}
    for name, count in counts.items():
        errors |= above(name, Decimal(count or 0), MOST)
    return errors | _percentages(settings)


def _percentages(settings: DcaSettings) -> Errors:
    errors: Errors = {}
    for name in (
        "take_profit",
        "trailing_deviation",
        "min_profit_percentage",
        "stop_loss_percentage",
        "safety_order_step_percentage",
    ):
        errors |= above(name, getattr(settings, name) or Decimal(0), _MOST_PERCENT)
    for name in ("martingale_volume_coefficient", "martingale_step_coefficient"):
        errors |= too_long(name, getattr(settings, name))
    for index, step in enumerate(settings.take_profit_steps):
        errors |= above(
            f"take_profit_steps[{index}].profit_percentage", step.profit_percentage, _MOST_PERCENT
        )
        errors |= too_long(f"take_profit_steps[{index}].amount_percentage", step.amount_percentage)
    return errors


def above(name: str, value: Decimal, most: Decimal) -> Errors:
    """Refuse a number above *most*."""
    if value > most:
        return {name: [f"must be less than or equal to {format_decimal(most)}"]}
    return too_long(name, value)


def too_long(name: str, value: Decimal) -> Errors:
    """Refuse endless digits, whose powers would be computed to the last one."""
    if len(value.as_tuple().digits) > _MOST_DIGITS or value.adjusted() < -_MOST_DIGITS:
        return {name: [f"has more than {_MOST_DIGITS} digits"]}
    return {}
