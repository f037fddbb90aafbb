"""How a futures position is leveraged. What follows from it is in `smart_trades.margin`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from threecommas_mock.api import body_values
from threecommas_mock.api.body_values import Body


class MarginMode(StrEnum):
    """`leverage.type`; `leverage_data` of a pair has one entry for each."""

    CROSS = "cross"
    ISOLATED = "isolated"


@dataclass(frozen=True, slots=True)
class Leverage:
    """How many times its margin a position is worth."""

    mode: MarginMode
    value: Decimal


def leverage(body: Body) -> Leverage | None:
    """Read the `leverage` group of a body, None without one or if it is switched off."""
    value = body_values.get_decimal(body, "leverage", "value")
    if value is None or not body_values.get_bool(body, "leverage", "enabled"):
        return None
    # `custom` is deprecated and stored as isolated (README of the older document).
    cross = body_values.get_text(body, "leverage", "type") == MarginMode.CROSS
    return Leverage(MarginMode.CROSS if cross else MarginMode.ISOLATED, value)
