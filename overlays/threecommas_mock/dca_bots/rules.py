"""Rules of a bot that a schema cannot say: 400, in the words of 3Commas where those were recorded.

Recorded or reported are the words for pairs without a market, for volumes that are too small, for too many
active deals and for a stop loss that comes too early. The others are documented rules in words of the mock.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from threecommas_mock.api.errors import FieldErrors, InvalidParameters
from threecommas_mock.dca.ladder import last_safety_deviation, safety_volume
from threecommas_mock.dca.settings import DcaSettings, VolumeType
from threecommas_mock.dca_bots.creation import BotBody
from threecommas_mock.dca_bots.entity import NONSTOP
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import HUNDRED, exact_sum, format_decimal
from threecommas_mock.venue.market import Market, Pair

_FEWEST_STEPS_TO_BREAKEVEN = 2


def check_bot(bot: BotBody, account: Account, market: Market) -> None:
    """Raise InvalidParameters with everything that is wrong with a bot for *account*."""
    errors = (
        check_pairs(bot.pairs, account, market)
        | _deal_errors(bot)
        | _target_errors(bot.settings)
        | _leverage_errors(bot.settings, account)
    )
    # A pair that is unknown has no limits to hold the volumes against.
    if "pairs" not in errors:
        errors |= _volume_errors(bot.settings, [market[pair] for pair in bot.pairs])
    if errors:
        raise InvalidParameters(errors)


def check_pairs(pairs: Sequence[str], account: Account, market: Market) -> FieldErrors:
    """Name the pairs that the account cannot trade."""
    strange = [pair for pair in pairs if pair not in market or market[pair].contract != account.is_futures]
    return {"pairs": [f"No market data for this pair: {pair}" for pair in strange]} if strange else {}


def _deal_errors(bot: BotBody) -> FieldErrors:
    errors: FieldErrors = {}
    if len(bot.pairs) > 1 and bot.start.max_active_deals > len(bot.pairs):
        errors["max_active_deals"] = [f"must be less than or equal to {len(bot.pairs)}"]
    # Page: nonstop is for bots of one pair.
    if len(bot.pairs) > 1 and any(each.strategy == NONSTOP for each in bot.start.strategy_list):
        errors["strategy_list"] = ["is invalid"]
    return errors


def _target_errors(settings: DcaSettings) -> FieldErrors:
    errors: FieldErrors = {}
    steps = settings.take_profit_steps
    if steps and settings.take_profit is not None:
        errors["take_profit"] = ["must be null if there are take_profit_steps"]
    if not steps and settings.take_profit is None:
        errors["take_profit"] = ["can't be blank"]
    if steps and exact_sum(step.amount_percentage for step in steps) != HUNDRED:
        errors["take_profit_steps"] = ["total amount_percentage must be equal to 100"]
    if settings.breakeven_limit is not None and len(steps) < _FEWEST_STEPS_TO_BREAKEVEN:
        errors["sl_to_breakeven_enabled"] = ["needs at least two take profit steps"]
    last = last_safety_deviation(settings)
    if settings.stop_loss_percentage and settings.stop_loss_percentage <= last:
        words = f"Stop Loss should be below the last safety order ({format_decimal(last)})"
        errors["stop_loss_percentage"] = [words]
    return errors


def _leverage_errors(settings: DcaSettings, account: Account) -> FieldErrors:
    """Hold the leverage against the largest of the account, as the account's own page gives it."""
    most, value = account.max_leverage, settings.leverage_custom_value
    if most is not None and value is not None and value > most:
        return {"leverage_custom_value": [f"must be less than or equal to {format_decimal(most)}"]}
    return {}


def _volume_errors(settings: DcaSettings, pairs: Sequence[Pair]) -> FieldErrors:
    """Name volumes below the smallest order of a pair; a percentage is not known before the deal."""
    base = _too_small("Base order", settings.base_order_volume, settings.base_order_volume_type, pairs)
    errors: FieldErrors = {"base_order_volume": base} if base else {}
    kind = settings.safety_order_volume_type
    if settings.custom_safety_steps:
        for index, step in enumerate(settings.custom_safety_steps):
            if small := _too_small("Safety trade", step.size, kind, pairs):
                errors[f"custom_safety_steps[{index}][size]"] = small
    elif settings.max_safety_orders and (
        small := _too_small("Safety trade", safety_volume(settings, 1), kind, pairs)
    ):
        errors["safety_order_volume"] = small
    return errors


def _too_small(what: str, volume: Decimal, kind: VolumeType, pairs: Sequence[Pair]) -> list[str]:
    found = []
    for pair in pairs:
        least = _smallest(pair, kind)
        if least is not None and volume < least:
            found.append(f"{what} size is too small. Min: {format_decimal(least)}, {pair.symbol}")
    return found


def _smallest(pair: Pair, kind: VolumeType) -> Decimal | None:
    if kind is VolumeType.QUOTE:
        return pair.limits.min_total
    return pair.limits.min_units if kind is VolumeType.BASE else None
