"""Numbers that no exchange, database or clock could take: 422. All of them are inferred.

The document bounds most numbers of a bot. These are left, and larger ones would make sums without end.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from threecommas_mock.api.errors import FieldErrors, LimitExceeded
from threecommas_mock.dca.limits import MOST, above, settings_errors, too_long
from threecommas_mock.dca.settings import DcaSettings, VolumeType
from threecommas_mock.dca_bots.creation import BotBody
from threecommas_mock.dca_bots.entity import StartRules
from threecommas_mock.venue.market import Pair


def check_limits(bot: BotBody, pairs: Sequence[Pair]) -> None:
    """Raise LimitExceeded for the numbers of *bot* that are out of bounds, by their field."""
    errors = (
        _counts(bot.start)
        | settings_errors(bot.settings, close_timeout="close_deals_timeout")
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
        errors |= above(name, Decimal(getattr(start, name) or 0), MOST)
    return errors


def _volumes(settings: DcaSettings, pairs: Sequence[Pair]) -> FieldErrors:
    most = max(pair.limits.max_total for pair in pairs)
    units = max(pair.limits.max_units for pair in pairs)
    base, safety = settings.base_order_volume_type, settings.safety_order_volume_type
    errors = above("base_order_volume", settings.base_order_volume, _bound(base, most, units))
    bound = _bound(safety, most, units)
    errors |= above("safety_order_volume", settings.safety_order_volume, bound)
    for index, step in enumerate(settings.custom_safety_steps):
        errors |= above(f"custom_safety_steps[{index}].size", step.size, bound)
        errors |= too_long(f"custom_safety_steps[{index}].deviation", step.deviation)
    return errors


def _bound(kind: VolumeType, total: Decimal, units: Decimal) -> Decimal:
    return units if kind is VolumeType.BASE else total


def _prices(start: StartRules, pairs: Sequence[Pair]) -> FieldErrors:
    most = max(pair.limits.max_price for pair in pairs)
    errors: FieldErrors = {}
    for name in ("min_price", "max_price"):
        errors |= above(name, getattr(start, name) or Decimal(0), most)
    for name in ("min_price_percentage", "max_price_percentage"):
        errors |= too_long(name, getattr(start, name) or Decimal(0))
    return errors
