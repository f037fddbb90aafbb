"""Rules of a SmartTrade request that a schema cannot say. The document checks everything else.

The words of these errors are inferred. Their keys follow the bracket form of the documented ones.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api import body_values
from threecommas_mock.api.body_values import Body
from threecommas_mock.api.errors import FieldErrors, InvalidParameters
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.decimal_math import HUNDRED, exact_sum


def check_create(body: Body) -> None:
    """Raise InvalidParameters if a valid create body breaks one of the rules."""
    trails = body_values.get_bool(body, "position", "conditional", "trailing", "enabled")
    # A trigger that the order type does not use is no trailing entry.
    trails = trails and body["position"]["order_type"] == "conditional"
    instant = body_values.get_bool(body, "instant")
    if not instant:
        _refuse(_target_errors(body) | _basis_errors(body, trails=trails))


def check_update(body: Body) -> None:
    """Raise InvalidParameters if a valid PATCH body breaks a rule that needs no look at the SmartTrade."""
    _refuse(_target_errors(body))


def check_update_of(trade: SmartTrade, body: Body) -> None:
    """Raise InvalidParameters if a target is in percent where a price is due, or the other way round."""
    _refuse(_basis_errors(body, trails=trade.has_trailing_entry and not trade.is_entered))


def _target_errors(body: Body) -> FieldErrors:
    steps = _enabled_steps(body)
    errors: FieldErrors = {}
    # Said by the older document alone, in words; the text of the refusal is not known.
    if (
        steps
        and exact_sum(body_values.get_decimal(step, "volume") or Decimal(0) for step in steps) != HUNDRED
    ):
        errors["take_profit[steps]"] = ["total volume must be equal to 100"]
    for index, step in enumerate(steps[:-1]):
        if body_values.get_bool(step, "trailing", "enabled"):
            errors[f"take_profit[steps][{index}][trailing]"] = ["is allowed for the last step only"]
    breakeven = body_values.get_bool(body, "stop_loss", "enabled") and body_values.get_bool(
        body, "stop_loss", "breakeven"
    )
    # A PATCH without take_profit keeps the steps it finds, so there is nothing to count here.
    if breakeven and "take_profit" in body and len(steps) < 2:
        errors["stop_loss[breakeven]"] = ["needs at least two take profit steps"]
    return errors


def _basis_errors(body: Body, *, trails: bool) -> FieldErrors:
    """Percent while the entry trails, a price otherwise (issue #17 of the docs; the older document)."""
    needed, refused = ("percent", "value") if trails else ("value", "percent")
    prices = {
        f"take_profit[steps][{index}][price]": body_values.get_object(step, "price")
        for index, step in enumerate(_enabled_steps(body))
    }
    if body_values.get_bool(body, "stop_loss", "enabled"):
        prices["stop_loss[conditional][price]"] = body_values.get_object(
            body, "stop_loss", "conditional", "price"
        )
    return {f"{key}[{needed}]": ["is missing"] for key, price in prices.items() if price and refused in price}


def _enabled_steps(body: Body) -> list[Body]:
    enabled = body_values.get_bool(body, "take_profit", "enabled")
    return list(body_values.get_list(body, "take_profit", "steps")) if enabled else []


def _refuse(errors: FieldErrors) -> None:
    if errors:
        raise InvalidParameters(errors)
