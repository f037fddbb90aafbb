"""Candles made of the prices that the exchange was told, for the indicators of bots.

A candle has no volume. One that saw no price is left out, as exchanges without trades do (inferred). A week
begins on Monday; every other length counts from 1970, as Binance has it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

LENGTHS = {
    "3m": 180,
    "5m": 300,
    "15m": 900,
    "30m": 1800,
    "1h": 3600,
    "2h": 7200,
    "4h": 14400,
    "8h": 28800,
    "1d": 86400,
    "3d": 259200,
    "1w": 604800,
}
"""The lengths that the options of conditions name, in seconds."""

KEPT = 500
"""So many candles are kept, the newest; smoothed indicators hardly feel older ones."""

# 1970 began on a Thursday; the candles of a week begin on Monday.
_MONDAY = 4 * 86400
_DAY = 86400


@dataclass(frozen=True, slots=True)
class Candle:
    """Prices within one length of time, which begins at *start* (seconds since 1970)."""

    start: int
    open: float
    high: float
    low: float
    close: float


@dataclass(frozen=True, slots=True)
class CandleSeries:
    """The candles of one pair and one length, oldest first; the last one is still open."""

    pair: str
    length: str
    candles: tuple[Candle, ...] = ()

    def with_price(self, price: float, moment: datetime) -> CandleSeries:
        """Return the series after *price* was seen at *moment*."""
        start = start_of(moment, self.length)
        if self.candles and self.candles[-1].start >= start:
            last = self.candles[-1]
            seen = replace(last, high=max(last.high, price), low=min(last.low, price), close=price)
            return replace(self, candles=(*self.candles[:-1], seen))
        opened = Candle(start, price, price, price, price)
        return replace(self, candles=(*self.candles[1 - KEPT :], opened))

    def closed(self, moment: datetime) -> tuple[Candle, ...]:
        """Return the candles that are over at *moment*."""
        start = start_of(moment, self.length)
        return self.candles if not self.candles or self.candles[-1].start < start else self.candles[:-1]


def start_of(moment: datetime, length: str) -> int:
    """Return when the candle of *moment* begins, in seconds since 1970."""
    seconds = LENGTHS[length]
    shift = _MONDAY if seconds == 7 * _DAY else 0
    passed = int(moment.astimezone(UTC).timestamp()) - shift
    return passed - passed % seconds + shift
