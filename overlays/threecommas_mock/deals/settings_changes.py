"""The changes that an update may make to the settings of a deal, and those that are refused (400).

Documented: at most four steps whose shares are 100 percent together, two of them for a break-even. Inferred:
the words, and that a deal cannot have fewer safety orders than it has used. That the stop loss lies beyond
the last safety order is asked of bots only: the page's own update of a deal breaks that rule.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from threecommas_mock.api import body_values
from threecommas_mock.api.body_values import Body
from threecommas_mock.api.errors import FieldErrors, InvalidParameters, LimitExceeded
from threecommas_mock.dca.limits import settings_errors
from threecommas_mock.dca.settings import (
    DcaSettings,
    ProfitCurrency,
    SafetyStep,
    StopLossType,
    TakeProfitStep,
    TakeProfitType,
)
from threecommas_mock.deals.entity import Deal, OrderKind
from threecommas_mock.venue.decimal_math import HUNDRED, exact_sum

_AMOUNTS = ("trailing_deviation", "stop_loss_percentage", "min_profit_percentage")
_COUNTS = ("max_safety_orders", "active_safety_orders_count", "stop_loss_timeout_in_seconds", "close_timeout")
_SWITCHES = ("trailing_enabled", "stop_loss_timeout_enabled", "tsl_enabled")
_WORDS: dict[str, type[ProfitCurrency | TakeProfitType | StopLossType]] = {
    "profit_currency": ProfitCurrency,
    "take_profit_type": TakeProfitType,
    "stop_loss_type": StopLossType,
}


def changed_settings(deal: Deal, body: Body) -> DcaSettings:
    """Return the settings of *deal* with what *body* says.

    Raises InvalidParameters for what cannot be (400), LimitExceeded for numbers out of bounds (422).
    """
    settings = _with_targets(deal.settings, body)
    fields: dict[str, Any] = {}
    fields |= {name: body_values.get_decimal(body, name) for name in _AMOUNTS if name in body}
    fields |= {name: body_values.get_integer(body, name) for name in _COUNTS if name in body}
    fields |= {name: body_values.get_bool(body, name) for name in _SWITCHES if name in body}
    fields |= {name: kind(body[name]) for name, kind in _WORDS.items() if name in body}
    if "custom_safety_steps" in body:
        fields["custom_safety_steps"] = tuple(
            SafetyStep(_amount(step, "deviation"), _amount(step, "size"))
            for step in body_values.get_list(body, "custom_safety_steps")
        )
    settings = replace(settings, **fields, **_breakeven(settings, body))
    if errors := settings_errors(settings):
        raise LimitExceeded(errors)
    _refuse(_errors(deal, settings))
    return settings


def require_used(deal: Deal, settings: DcaSettings) -> None:
    """Raise InvalidParameters if *settings* have fewer safety orders than *deal* has used."""
    _refuse(_count_errors(deal, settings))


def _with_targets(settings: DcaSettings, body: Body) -> DcaSettings:
    if body_values.get_list(body, "take_profit_steps"):
        steps = tuple(
            TakeProfitStep(_amount(step, "amount_percentage"), _amount(step, "profit_percentage"))
            for step in body_values.get_list(body, "take_profit_steps")
        )
        # A deal has either steps or one target; what was sent last replaces the other.
        return replace(settings, take_profit_steps=steps, take_profit=None)
    if "take_profit_steps" in body or body_values.get_decimal(body, "take_profit") is not None:
        percent = body_values.get_decimal(body, "take_profit")
        return replace(
            settings, take_profit_steps=(), take_profit=settings.take_profit if percent is None else percent
        )
    return settings


def _breakeven(settings: DcaSettings, body: Body) -> dict[str, Any]:
    if "sl_to_breakeven_enabled" not in body and "sl_to_breakeven_data" not in body:
        return {}
    stated = "sl_to_breakeven_enabled" in body
    enabled = body_values.get_bool(body, "sl_to_breakeven_enabled") if stated else True
    limit = body_values.get_integer(body, "sl_to_breakeven_data", "upper_breakeven_limit")
    return {
        "breakeven_limit": (settings.breakeven_limit or 0 if limit is None else limit) if enabled else None
    }


def _errors(deal: Deal, settings: DcaSettings) -> FieldErrors:
    errors = _count_errors(deal, settings)
    steps = settings.take_profit_steps
    if steps and exact_sum(step.amount_percentage for step in steps) != HUNDRED:
        errors["take_profit_steps"] = ["total amount percentage must be equal to 100"]
    if settings.breakeven_limit is not None and len(steps) < 2:
        errors["sl_to_breakeven_enabled"] = ["needs at least two take profit steps"]
    done = [each.number for each in deal.filled(OrderKind.TAKE_PROFIT)]
    if len(steps) < len(done):
        errors["take_profit_steps"] = ["steps that are done cannot be removed"]
    # That a step which is done stays as it was, at its place, is documented nowhere: unproven.
    elif any(steps[at : at + 1] != deal.settings.take_profit_steps[at : at + 1] for at in done):
        errors["take_profit_steps"] = ["steps that are done cannot be changed"]
    return errors


def _count_errors(deal: Deal, settings: DcaSettings) -> FieldErrors:
    used = len(deal.filled(OrderKind.SAFETY))
    if settings.safety_order_count >= used:
        return {}
    name = "custom_safety_steps" if settings.custom_safety_steps else "max_safety_orders"
    return {name: [f"must be greater than or equal to {used}"]}


def _amount(step: Body, name: str) -> Decimal:
    return body_values.get_decimal(step, name) or Decimal(0)


def _refuse(errors: FieldErrors) -> None:
    if errors:
        raise InvalidParameters(errors)
