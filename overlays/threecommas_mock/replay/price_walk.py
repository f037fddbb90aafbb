"""The walk of a price from one to another: it stops wherever something waits for it.

A price that moves from 100 to 90 passes 95. So an order that waits for 95 meets the market there, not at 90.
Two prices apart in time, such as the close of one candle and the open of the next, are a jump: nothing is
between them. Bid, ask and last are one price. What a stop sets off happens at once, before the price goes
on: fills, the orders that follow them, the next deal of a bot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.venue.decimal_math import exact_difference, exact_sum

Seen = Callable[[str, Decimal, datetime], object]
"""Takes a pair, its price and when it was that."""


class PriceWalk:
    """Moves the price of one pair on the exchange of *bots*; *seen*, if any, is told every price."""

    def __init__(self, bots: DcaBots, pair: str, seen: Seen | None = None) -> None:
        self._seen_by = seen
        self._desk = bots.desk
        self._bots = bots
        self._pair = pair
        self._seen = -1
        self._between: tuple[Decimal, Decimal] | None = None

    @property
    def price(self) -> Decimal:
        """The price now, in quote currency."""
        return self._desk.market[self._pair].quote.last

    def jump(self, price: Decimal) -> None:
        """Let the price be *price*, with nothing between."""
        self._desk.settle_due()
        before = self._desk.books.changes
        self._desk.market.set_price(self._pair, price)
        self._desk.price_moved(self._pair)
        self._tell(price, self._desk.clock.now())
        self._bots.look(self._pair)
        if self._desk.books.changes != before:
            self._desk.settle_due()
            # A bot whose deal has just ended may open the next one at this price.
            self._bots.look(self._pair)
            self._desk.settle_due()

    def go(self, price: Decimal) -> None:
        """Let the price move to *price*, and stop at what waits on the way."""
        self._desk.settle_due()
        start = self.price
        rising = price > start
        while (level := self._next_stop(start, price, rising=rising)) is not None:
            self.jump(level)
            start = self._past(level, price, rising=rising) if self._waits_at(level, start, rising) else level
        self.jump(price)

    def rest(self) -> None:
        """Let happen what is due without a move."""
        self._desk.settle_due()
        self._bots.look()
        self._desk.settle_due()

    def is_quiet(self, low: Decimal, high: Decimal, until: datetime) -> bool:
        """Tell whether no price from *low* to *high* would change anything, nor the time that passes."""
        rest = self._bots.rest_until()
        if rest is None or rest <= until:
            return False
        # What was in the way may be gone without a change, such as a price that somebody trails.
        if self._between is None or self._seen != self._desk.books.changes:
            self._seen = self._desk.books.changes
            self._between = self._quiet_range()
        return self._between is not None and self._between[0] < low and high < self._between[1]

    def pass_quietly(self, prices: Sequence[Decimal], moments: Sequence[datetime]) -> None:
        """Let the price have been each of *prices*, none of which changes anything."""
        # The worth of a midnight is that at the price before.
        self._desk.books.catch_up()
        if self._seen_by is not None or self._bots.watch.follows(self._pair):
            for price, moment in zip(prices, moments, strict=True):
                self._tell(price, moment)
        self._desk.market.set_price(self._pair, prices[-1])

    def _tell(self, price: Decimal, moment: datetime) -> None:
        self._bots.watch.price_moved(self._pair, price, moment)
        if self._seen_by is not None:
            self._seen_by(self._pair, price, moment)

    def _next_stop(self, start: Decimal, end: Decimal, *, rising: bool) -> Decimal | None:
        level = self._desk.next_beyond(self._pair, start, rising=rising)
        if level is None:
            return None
        return level if (level < end if rising else level > end) else None

    def _waits_at(self, level: Decimal, start: Decimal, rising: bool) -> bool:
        return self._desk.next_beyond(self._pair, start, rising=rising) == level

    def _past(self, level: Decimal, end: Decimal, *, rising: bool) -> Decimal:
        """Go one tick beyond a level that is not fired by the price itself; gives the price then."""
        tick = self._desk.market[self._pair].tick
        beyond = exact_sum((level, tick)) if rising else exact_difference(level, tick)
        if beyond < end if rising else beyond > end:
            self.jump(beyond)
            return beyond
        return level

    def _quiet_range(self) -> tuple[Decimal, Decimal] | None:
        if self._desk.is_waiting(self._pair):
            return None
        below = self._desk.next_beyond(self._pair, self.price, rising=False)
        above = self._desk.next_beyond(self._pair, self.price, rising=True)
        return Decimal(0) if below is None else below, Decimal("Infinity") if above is None else above
