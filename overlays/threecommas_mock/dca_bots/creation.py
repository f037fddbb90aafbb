"""From the body of a request to a bot.

Defaults are those of the document, or of the answer that the page Create DCA Bot shows. What is left out of
an update goes to its default as well, so both kinds of body are read here alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from threecommas_mock.api.body_values import Body, get_bool, get_decimal, get_integer, get_list, get_text
from threecommas_mock.dca.settings import (
    Condition,
    DcaSettings,
    LeverageType,
    MinProfitType,
    ProfitCurrency,
    SafetyStep,
    StartOrderType,
    StopLossType,
    Strategy,
    TakeProfitStep,
    TakeProfitType,
    VolumeType,
)
from threecommas_mock.dca_bots.entity import StartRules
from threecommas_mock.venue.decimal_math import ZERO

_TRAILING_DEVIATION = Decimal("0.2")  # that of the documented answer to a body without it


@dataclass(frozen=True, slots=True)
class BotBody:
    """All that a body says about a bot, its account apart."""

    name: str
    pairs: tuple[str, ...]
    settings: DcaSettings
    start: StartRules
    min_profit_percentage: Decimal | None


def read_body(body: Body, *, futures: bool) -> BotBody:
    """Read a valid body for an account; leverage counts on one for *futures* alone."""
    return BotBody(
        name=body["name"],
        pairs=read_pairs(body["pairs"]),
        settings=_settings(body, futures=futures),
        start=_start_rules(body),
        min_profit_percentage=get_decimal(body, "min_profit_percentage"),
    )


def read_pairs(value: Any) -> tuple[str, ...]:
    """Return the pairs, each once; one may be sent as text."""
    return tuple(dict.fromkeys([value] if isinstance(value, str) else value))


def _settings(body: Body, *, futures: bool) -> DcaSettings:
    return DcaSettings(
        **_choices(body),
        **_amounts(body),
        **(_leverage(body) if futures else {}),
        max_safety_orders=get_integer(body, "max_safety_orders") or 0,
        active_safety_orders_count=get_integer(body, "active_safety_orders_count") or 0,
        custom_safety_steps=tuple(
            SafetyStep(Decimal(step["deviation"]), Decimal(step["size"]))
            for step in get_list(body, "custom_safety_steps")
        ),
        take_profit=get_decimal(body, "take_profit"),
        take_profit_steps=tuple(
            TakeProfitStep(Decimal(step["amount_percentage"]), Decimal(step["profit_percentage"]))
            for step in get_list(body, "take_profit_steps")
        ),
        safety_strategy_list=_conditions(body, "safety_strategy_list"),
        close_strategy_list=_conditions(body, "close_strategy_list"),
        # Null as long as nobody decided it, as in the documented answer.
        trailing_enabled=get_bool(body, "trailing_enabled") if "trailing_enabled" in body else None,
        stop_loss_timeout_enabled=get_bool(body, "stop_loss_timeout_enabled"),
        stop_loss_timeout_in_seconds=get_integer(body, "stop_loss_timeout_in_seconds") or 0,
        tsl_enabled=get_bool(body, "tsl_enabled"),
        breakeven_limit=_breakeven_limit(body),
        close_timeout=get_integer(body, "close_deals_timeout"),
    )


def _choices(body: Body) -> dict[str, Any]:
    """Return what is chosen from a list; what is not there keeps its default."""
    kinds = {
        "strategy": Strategy,
        "profit_currency": ProfitCurrency,
        "base_order_volume_type": VolumeType,
        "safety_order_volume_type": VolumeType,
        "start_order_type": StartOrderType,
        "take_profit_type": TakeProfitType,
        "min_profit_type": MinProfitType,
        "stop_loss_type": StopLossType,
    }
    return {name: kind(body[name]) for name, kind in kinds.items() if body.get(name) is not None}


def _amounts(body: Body) -> dict[str, Any]:
    needed = (
        "base_order_volume",
        "safety_order_volume",
        "safety_order_step_percentage",
        "martingale_volume_coefficient",
        "martingale_step_coefficient",
    )
    optional = ("reinvesting_percentage", "risk_reduction_percentage")
    usual = {
        "min_profit_percentage": ZERO,
        "stop_loss_percentage": ZERO,
        "trailing_deviation": _TRAILING_DEVIATION,
    }
    given = {name: get_decimal(body, name) for name in (*needed, *optional, *usual)}
    return {name: usual.get(name) if value is None else value for name, value in given.items()}


def _leverage(body: Body) -> dict[str, Any]:
    kind = get_text(body, "leverage_type")
    # custom is stored as isolated (docs).
    known = LeverageType.ISOLATED if kind == "custom" else LeverageType(kind or LeverageType.NOT_SPECIFIED)
    value = get_decimal(body, "leverage_custom_value")
    return {"leverage_type": known, "leverage_custom_value": value}


def _breakeven_limit(body: Body) -> int | None:
    if not get_bool(body, "sl_to_breakeven_enabled"):
        return None
    return get_integer(body, "sl_to_breakeven_data", "upper_breakeven_limit") or 0


def _start_rules(body: Body) -> StartRules:
    return StartRules(
        strategy_list=_conditions(body, "strategy_list"),
        max_active_deals=get_integer(body, "max_active_deals") or 1,
        allowed_deals_on_same_pair=get_integer(body, "allowed_deals_on_same_pair"),
        cooldown=get_integer(body, "cooldown") or 0,
        deal_start_delay_seconds=get_integer(body, "deal_start_delay_seconds"),
        disable_after_deals_count=get_integer(body, "disable_after_deals_count"),
        min_price=get_decimal(body, "min_price"),
        max_price=get_decimal(body, "max_price"),
        min_price_percentage=get_decimal(body, "min_price_percentage"),
        max_price_percentage=get_decimal(body, "max_price_percentage"),
        min_volume_btc_24h=get_decimal(body, "min_volume_btc_24h") or ZERO,
    )


def _conditions(body: Body, name: str) -> tuple[Condition, ...]:
    """Read a list of conditions; values of options come back as text, even those sent as numbers (docs)."""
    return tuple(
        Condition(each["strategy"], {key: _text(value) for key, value in each["options"].items()})
        for each in get_list(body, name)
    )


def _text(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
