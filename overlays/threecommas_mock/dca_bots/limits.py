"""Numbers that no exchange, database or clock could take: 422. All of them are inferred.

The document bounds most numbers of a bot. These are left, and larger ones would make sums without end.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from threecommas_mock.api.errors import FieldErrors, LimitExceeded
from threecommas_mock.dca.settings import DcaSettings, VolumeType
from threecommas_mock.dca_bots.creation import BotBody
from threecommas_mock.dca_bots.entity import StartRules
from threecommas_mock.venue.decimal_math import format_decimal
from threecommas_mock.venue.market import Pair

_MOST = Decimal(1_000_000_000)  # seconds of 31 years, and more deals than anybody has
_MOST_PERCENT = Decimal(1_000_000)
_MOST_DIGITS = 30


def check_limits(bot: BotBody, pairs: Sequence[Pair]) -> None:
    """Raise LimitExceeded for the numbers of *bot* that are out of bounds, by their field."""
    errors = (
        _counts(bot.start)
        | _above("stop_loss_timeout_in_seconds", Decimal(bot.settings.stop_loss_timeout_in_seconds), _MOST)
        | _above("active_safety_orders_count", Decimal(bot.settings.active_safety_orders_count), _MOST)
        | _above("close_deals_timeout", Decimal(bot.settings.close_timeout or 0), _MOST)
        | _above(
            "sl_to_breakeven_data.upper_breakeven_limit", Decimal(bot.settings.breakeven_limit or 0), _MOST
        )
        | _percentages(bot.settings)
        | _volumes(bot.settings, pairs)
        | _prices(bot.start, pairs)
    )
    if errors:
        raise LimitExceeded(errors)


def _counts(start: StartRules) -> FieldErrors:
    names = (
        "allowed_deals_on_same_pair",
        "deal_start_delay_seconds",
        "disable_after_deals_count",
        "min_volume_btc_24h",
    )
    errors: FieldErrors = {}
    for name in names:
        errors |= _above(name, Decimal(getattr(start, name) or 0), _MOST)
    return errors


def _percentages(settings: DcaSettings) -> FieldErrors:
    errors: FieldErrors = {}
    for name in (
        "take_profit",
        "trailing_deviation",
        "min_profit_percentage",
        "stop_loss_percentage",
        "safety_order_step_percentage",
    ):
        errors |= _above(name, getattr(settings, name) or Decimal(0), _MOST_PERCENT)
    for name in ("martingale_volume_coefficient", "martingale_step_coefficient"):
        errors |= _long(name, getattr(settings, name))
    for index, step in enumerate(settings.take_profit_steps):
        errors |= _above(
            f"take_profit_steps[{index}].profit_percentage", step.profit_percentage, _MOST_PERCENT
        )
        errors |= _long(f"take_profit_steps[{index}].amount_percentage", step.amount_percentage)
    return errors


def _volumes(settings: DcaSettings, pairs: Sequence[Pair]) -> FieldErrors:
    most = max(pair.limits.max_total for pair in pairs)
    units = max(pair.limits.max_units for pair in pairs)
    base, safety = settings.base_order_volume_type, settings.safety_order_volume_type
    errors = _above("base_order_volume", settings.base_order_volume, _bound(base, most, units))
    bound = _bound(safety, most, units)
    errors |= _above("safety_order_volume", settings.safety_order_volume, bound)
    for index, step in enumerate(settings.custom_safety_steps):
        errors |= _above(f"custom_safety_steps[{index}].size", step.size, bound)
        errors |= _long(f"custom_safety_steps[{index}].deviation", step.deviation)
    return errors


def _bound(kind: VolumeType, total: Decimal, units: Decimal) -> Decimal:
    return units if kind is VolumeType.BASE else total


def _prices(start: StartRules, pairs: Sequence[Pair]) -> FieldErrors:
    most = max(pair.limits.max_price for pair in pairs)
    errors: FieldErrors = {}
    for name in ("min_price", "max_price"):
        errors |= _above(name, getattr(start, name) or Decimal(0), most)
    for name in ("min_price_percentage", "max_price_percentage"):
        errors |= _long(name, getattr(start, name) or Decimal(0))
    return errors


def _above(name: str, value: Decimal, most: Decimal) -> FieldErrors:
    if value > most:
        return {name: [f"must be less than or equal to {format_decimal(most)}"]}
    return _long(name, value)


def _long(name: str, value: Decimal) -> FieldErrors:
    """Refuse endless digits, whose powers would be computed to the last one."""
    if len(value.as_tuple().digits) > _MOST_DIGITS or value.adjusted() < -_MOST_DIGITS:
        return {name: [f"has more than {_MOST_DIGITS} digits"]}
    return {}
