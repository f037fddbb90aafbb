"""The leverage of a futures position. Its consequences are in `smart_trades.margin`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class MarginMode(StrEnum):
    """`leverage.type`; `leverage_data` of a pair has one entry for each."""

    CROSS = "cross"
    ISOLATED = "isolated"


@dataclass(frozen=True, slots=True)
class Leverage:
    """How many times its margin a position is worth."""

    mode: MarginMode
    value: Decimal
