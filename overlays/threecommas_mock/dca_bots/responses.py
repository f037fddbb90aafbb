"""Bots as the JSON objects of answers, as the pages show and recordings of 2025 have them.

Where the deals of a bot are shown: by show, enable, disable and what ends all deals; not in lists, and not
after create or update. Events are shown if asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

from threecommas_mock.dca.settings import Condition
from threecommas_mock.dca_bots.deals import DealFacts
from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import exact_sum, format_decimal


def bot(bot: Bot, deals: Sequence[DealFacts]) -> dict[str, Any]:
    """Write a bot as lists have it; *deals* are all of its deals."""
    active = [deal for deal in deals if not deal.is_finished]
    finished = [deal for deal in deals if deal.is_finished]
    return {
        "id": bot.id,
        "account_id": bot.account.id,
        "is_enabled": bot.is_enabled,
        "pairs": list(bot.pairs),
        "active_deals_count": len(active),
        "deletable?": not bot.is_enabled and not active,
        "created_at": timestamp(bot.created_at),
        "updated_at": timestamp(bot.updated_at),
        "easy_form_supported": False,
        "url_secret": url_secret(bot),
        "name": bot.name,
        "type": bot.kind,
        "btc_price_limit": "0.0",
        "account_name": bot.account.name,
        "finished_deals_profit_usd": _dollars(finished),
        # The one count that is text.
        "finished_deals_count": str(len(finished)),
        "active_deals_usd_profit": _dollars(active),
        # Only null was ever seen.
        "reinvested_volume_usd": None,
        **_start(bot),
        **_safety_orders(bot),
        **_take_profit(bot),
        **_stop_loss(bot),
    }


def events(bot: Bot) -> list[dict[str, Any]]:
    """Write what happened to a bot."""
    return [{"message": each.message, "created_at": timestamp(each.created_at)} for each in bot.events]


def url_secret(bot: Bot) -> str:
    """Return the secret by which others may copy a bot; it follows from the number, so no file keeps it."""
    return sha256(f"url_secret of bot {bot.id}".encode()).hexdigest()[:10]


def _start(bot: Bot) -> dict[str, Any]:
    start, settings = bot.start, bot.settings
    return {
        "strategy_list": _conditions(start.strategy_list),
        "max_active_deals": start.max_active_deals,
        "deal_start_delay_seconds": start.deal_start_delay_seconds,
        "disable_after_deals_count": start.disable_after_deals_count,
        "deals_counter": None if start.disable_after_deals_count is None else bot.deals_counter,
        "allowed_deals_on_same_pair": start.allowed_deals_on_same_pair,
        "cooldown": str(start.cooldown),
        "min_volume_btc_24h": format_decimal(start.min_volume_btc_24h),
        "min_price": _text(start.min_price),
        "max_price": _text(start.max_price),
        "min_price_percentage": _text(start.min_price_percentage),
        "max_price_percentage": _text(start.max_price_percentage),
        "strategy": settings.strategy,
        "start_order_type": settings.start_order_type,
        "base_order_volume": format_decimal(settings.base_order_volume),
        "base_order_volume_type": settings.base_order_volume_type,
        "leverage_type": settings.leverage_type,
        "leverage_custom_value": _text(settings.leverage_custom_value),
        "reinvesting_percentage": _text(settings.reinvesting_percentage),
        "risk_reduction_percentage": _text(settings.risk_reduction_percentage),
    }


def _safety_orders(bot: Bot) -> dict[str, Any]:
    settings = bot.settings
    return {
        "max_safety_orders": settings.max_safety_orders,
        "active_safety_orders_count": settings.active_safety_orders_count,
        "safety_order_volume": format_decimal(settings.safety_order_volume),
        "safety_order_volume_type": settings.safety_order_volume_type,
        "safety_order_step_percentage": format_decimal(settings.safety_order_step_percentage),
        # Every bot and deal recorded since 2025 has it; the document has no field to choose it with.
        "safety_order_calculation_mode": "base",
        "martingale_volume_coefficient": format_decimal(settings.martingale_volume_coefficient),
        "martingale_step_coefficient": format_decimal(settings.martingale_step_coefficient),
        "safety_strategy_list": _conditions(settings.safety_strategy_list),
        "custom_safety_steps": [
            {"deviation": format_decimal(step.deviation), "size": format_decimal(step.size), "editable": True}
            for step in settings.custom_safety_steps
        ],
    }


def _take_profit(bot: Bot) -> dict[str, Any]:
    settings = bot.settings
    return {
        "take_profit": _text(settings.take_profit),
        "take_profit_type": settings.take_profit_type,
        # Numbers in every example, unlike all other percentages.
        "take_profit_steps": [
            {
                "amount_percentage": _number(step.amount_percentage),
                "profit_percentage": _number(step.profit_percentage),
                "id": index,
            }
            for index, step in enumerate(settings.take_profit_steps)
        ],
        "trailing_enabled": settings.trailing_enabled,
        "trailing_deviation": format_decimal(settings.trailing_deviation),
        "close_strategy_list": _conditions(settings.close_strategy_list),
        "close_deals_timeout": settings.close_timeout,
        "min_profit_percentage": _text(bot.min_profit_percentage),
        "min_profit_type": settings.min_profit_type,
        "profit_currency": settings.profit_currency,
    }


def _stop_loss(bot: Bot) -> dict[str, Any]:
    settings = bot.settings
    return {
        "stop_loss_percentage": format_decimal(settings.stop_loss_percentage),
        "stop_loss_type": settings.stop_loss_type,
        "stop_loss_timeout_enabled": settings.stop_loss_timeout_enabled,
        "stop_loss_timeout_in_seconds": settings.stop_loss_timeout_in_seconds,
        "tsl_enabled": settings.tsl_enabled,
    }


def _conditions(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    return [{"strategy": each.strategy, "options": dict(each.options)} for each in conditions]


def _dollars(deals: Sequence[DealFacts]) -> str:
    return format_decimal(exact_sum(deal.usd_profit for deal in deals))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format_decimal(value)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
