"""The price history of each pair: candles of a minute as the last price made them, of the newest day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from threecommas_mock.venue.market import Market

MINUTE = 60
CAPACITY = 1440
"""How many candles of a pair are kept."""


@dataclass(frozen=True, slots=True)
class Candle:
    """What the last price did within a minute, in quote currency."""

    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal

    def moved(self, price: Decimal) -> Candle:
        """Return the candle after one more price."""
        return replace(self, high=max(self.high, price), low=min(self.low, price), close=price)


class PriceHistory:
    """The candles of all pairs, by the second since 1970 at which they begin."""

    def __init__(self, market: Market, now: datetime) -> None:
        self._candles: dict[str, dict[int, Candle]] = {pair.symbol: {} for pair in market}
        for pair in market:
            self.record(pair.symbol, now, pair.quote.last)

    def record(self, pair: str, moment: datetime, price: Decimal) -> None:
        """Take in a price.

        Candles of later times are dropped: a snapshot lets time go back. The price of the beginning is
        dropped if it is all there is and older than a day: then a replay begins.
        """
        candles = self._candles[pair]
        begin = int(moment.timestamp()) // MINUTE * MINUTE
        while candles and next(reversed(candles)) > begin:
            candles.popitem()
        if len(candles) == 1 and begin - next(iter(candles)) > CAPACITY * MINUTE:
            candles.clear()
        known = candles.get(begin)
        candles[begin] = Candle(price, price, price, price) if known is None else known.moved(price)
        if len(candles) > CAPACITY:
            del candles[next(iter(candles))]

    def of_pair(self, pair: str, now: datetime) -> dict[int, Candle]:
        """Return the candles of a pair until *now*, oldest first."""
        end = now.timestamp()
        return {begin: candle for begin, candle in self._candles[pair].items() if begin <= end}
