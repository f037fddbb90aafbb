"""How a futures position is leveraged. What follows from it is in `margin`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from threecommas_mock import reading
from threecommas_mock.reading import Body


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
    value = reading.number(body, "leverage", "value")
    if value is None or not reading.flag(body, "leverage", "enabled"):
        return None
    # `custom` is deprecated and stored as isolated (README of the older document).
    cross = reading.word(body, "leverage", "type") == MarginMode.CROSS
    return Leverage(MarginMode.CROSS if cross else MarginMode.ISOLATED, value)
