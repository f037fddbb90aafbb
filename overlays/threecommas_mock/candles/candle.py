"""The candle, what it must be like, and the way that a price takes inside it.

A candle tells four prices, and not in which order the two extremes came. So the way is a rule, stated:

    nearest_first  the extreme nearer to the open comes first; if both are as near, the one away from the
                   close
    high_first     open, high, low, close
    low_first      open, low, high, close
    random         one of the last two for each candle, drawn from a seed
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from random import Random
from typing import Literal, NamedTuple, get_args

PathRule = Literal["nearest_first", "high_first", "low_first", "random"]
PATH_RULES: tuple[PathRule, ...] = get_args(PathRule)

_MOST = Decimal("1e18")
_LEAST = Decimal("1e-18")


class Candle(NamedTuple):
    """Prices (quote currency) within one interval that begins at *start*, a moment with a time zone.

    *volume* is in base currency; None where the source tells none.
    """

    start: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal | None = None


Path = tuple[Decimal, Decimal, Decimal, Decimal]
"""The prices of a candle in the order in which they came."""


def fault_of(candle: Candle) -> tuple[str, str] | None:
    """Return the field of *candle* that cannot be, and why; None if it is sound."""
    start, opened, high, low, close, _ = candle
    if not type(opened) is type(high) is type(low) is type(close) is Decimal:
        return _explained(candle)
    try:
        if low <= opened <= high and low <= close <= high and low >= _LEAST and high <= _MOST:
            return None if start.tzinfo is not None else ("start", f"{start} has no time zone")
    except InvalidOperation:
        return _explained(candle)
    return _explained(candle)


def path_by(rule: PathRule, seed: int = 0) -> Callable[[Candle], Path]:
    """Return what puts the prices of candles in order; raises ValueError for a rule that nobody knows."""
    if rule not in PATH_RULES:
        raise ValueError(f"path: must be one of {', '.join(PATH_RULES)}, got {rule!r}")
    match rule:
        case "high_first":
            return _high_first
        case "low_first":
            return _low_first
        case "random":
            random = Random(seed)  # noqa: S311  (prices, no secrets)
            return lambda candle: _high_first(candle) if random.getrandbits(1) else _low_first(candle)
        case "nearest_first":
            return _nearest_first


def _nearest_first(candle: Candle) -> Path:
    up, down = candle.high - candle.open, candle.open - candle.low
    high_first = up < down or (up == down and candle.close < candle.open)
    return _high_first(candle) if high_first else _low_first(candle)


def _high_first(candle: Candle) -> Path:
    return candle.open, candle.high, candle.low, candle.close


def _low_first(candle: Candle) -> Path:
    return candle.open, candle.low, candle.high, candle.close


def _explained(candle: Candle) -> tuple[str, str]:
    for name in ("open", "high", "low", "close"):
        value = getattr(candle, name)
        if not isinstance(value, Decimal):
            return name, f"must be a Decimal, got {value!r}"
        if not value.is_finite() or not _LEAST <= value <= _MOST:
            return name, f"{value} is no price; it must be above zero and below {_MOST}"
    if candle.high < candle.low:
        return "high", f"{candle.high} is below the low {candle.low}"
    beyond = next(
        name for name in ("open", "close") if not candle.low <= getattr(candle, name) <= candle.high
    )
    return beyond, f"{getattr(candle, beyond)} is not between low {candle.low} and high {candle.high}"
