"""An index of waiting prices: a price move looks at what waits for it and at nothing else.

One side for each pair, kind of price and direction; on it the prices that somebody waits for, nearest first.
What happens at a price is left to `matching`, which prices matter to `price_levels`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from heapq import heappop, heappush

from threecommas_mock.venue.market import Pair
from threecommas_mock.venue.order_types import PriceType
from threecommas_mock.venue.price_levels import PriceLevel, PriceLevels

_NOWHERE: PriceLevels = frozenset()


class TriggerIndex:
    """SmartTrades, by number, at the prices they wait for."""

    def __init__(self) -> None:
        self._levels: dict[int, PriceLevels] = {}
        self._sides: defaultdict[tuple[str, PriceType, bool], _PriceQueue] = defaultdict(_PriceQueue)

    def put(self, number: int, pair: str, levels: PriceLevels) -> None:
        """Let a SmartTrade on *pair* wait for *levels*, and for nothing else any more."""
        before = self._levels.get(number, _NOWHERE)
        if levels == before:
            return
        for level in before - levels:
            self._side(pair, level).discard(_upward(level), number)
        for level in levels - before:
            self._side(pair, level).add(_upward(level), number)
        if levels:
            self._levels[number] = levels
        else:
            del self._levels[number]

    def reached(self, pair: Pair) -> list[int]:
        """Tell who waits for a price that *pair* has now, oldest first."""
        found: set[int] = set()
        for follows in PriceType:
            price = pair.quote.price(follows)
            found.update(self._sides[pair.symbol, follows, True].reached(price))
            found.update(self._sides[pair.symbol, follows, False].reached(price.copy_negate()))
        return sorted(found)

    def next_beyond(self, pair: str, price: Decimal, *, rising: bool) -> Decimal | None:
        """Return the nearest price above *price* (or below it) that somebody waits for on the way there."""
        signed = price if rising else price.copy_negate()
        sides = (self._sides[pair, follows, rising] for follows in PriceType)
        found = min((each for side in sides if (each := side.beyond(signed)) is not None), default=None)
        return found if found is None or rising else found.copy_negate()

    def _side(self, pair: str, level: PriceLevel) -> _PriceQueue:
        return self._sides[pair, level.price_type, level.rising]


class _PriceQueue:
    """Prices that are waited for from below, and by whom; the prices also as a heap, lowest first."""

    def __init__(self) -> None:
        self._waiting: dict[Decimal, set[int]] = {}
        self._nearest: list[Decimal] = []

    def add(self, price: Decimal, number: int) -> None:
        if price not in self._waiting:
            self._waiting[price] = set()
            heappush(self._nearest, price)
        self._waiting[price].add(number)

    def discard(self, price: Decimal, number: int) -> None:
        # A price nobody waits for any more stays in the heap, which lets go of its first item only.
        self._waiting[price].discard(number)

    def reached(self, price: Decimal) -> Iterable[int]:
        passed = []
        while self._nearest and self._nearest[0] <= price:
            passed.append(heappop(self._nearest))
        found: list[int] = []
        for each in passed:
            if self._waiting[each]:
                # They wait here until `put` says otherwise.
                heappush(self._nearest, each)
                found += self._waiting[each]
            else:
                del self._waiting[each]
        return found

    def beyond(self, price: Decimal) -> Decimal | None:
        """Return the lowest price above *price* that is waited for."""
        passed = []
        while self._nearest and (self._nearest[0] <= price or not self._waiting[self._nearest[0]]):
            passed.append(heappop(self._nearest))
        found = self._nearest[0] if self._nearest else None
        for each in passed:
            if self._waiting[each]:
                heappush(self._nearest, each)
            else:
                del self._waiting[each]
        return found


def _upward(level: PriceLevel) -> Decimal:
    """Turn a price that is waited for from above into one from below."""
    return level.price if level.rising else level.price.copy_negate()
