"""The curve of what accounts are worth, and how far it fell from its highest point.

The drawdown counts every worth that is noted; of the curve itself a bounded number of points is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from threecommas_mock.venue.decimal_math import HUNDRED, ZERO, exact_difference, exact_product, quotient

MOST_POINTS = 1000
"""So many points of a curve are kept at most; beyond, every second one is dropped."""


@dataclass(frozen=True, slots=True)
class Point:
    """What was there at one moment, in quote currency."""

    at: datetime
    worth: Decimal


@dataclass(frozen=True, slots=True)
class Drawdown:
    """A fall from the highest worth until then: *amount* in quote currency, *percent* of that highest worth.

    *since* is when the highest worth was, *until* when the lowest after it. Percent is None if the highest
    worth was not above zero.
    """

    amount: Decimal = ZERO
    percent: Decimal | None = None
    since: datetime | None = None
    until: datetime | None = None


class WorthCurve:
    """The worth of the accounts of a replay, noted price by price."""

    def __init__(self, most: int = MOST_POINTS) -> None:
        self.drawdown = Drawdown()
        self._most = most
        self._peak: Point | None = None
        self._points: list[Point] = []
        self._last: Point | None = None
        self._every = 1
        self._count = 0

    @property
    def points(self) -> tuple[Point, ...]:
        """Points of the curve, evenly spread, the last one of all among them."""
        if self._last is None or (self._points and self._points[-1] is self._last):
            return tuple(self._points)
        return (*self._points, self._last)

    def note(self, worth: Decimal, at: datetime) -> None:
        """Take notice of a worth within a candle."""
        if self._peak is None or worth > self._peak.worth:
            self._peak = Point(at, worth)
            return
        amount = exact_difference(self._peak.worth, worth)
        if amount > self.drawdown.amount:
            high = self._peak.worth
            percent = quotient(exact_product(amount, HUNDRED), high) if high > 0 else None
            self.drawdown = Drawdown(amount, percent, self._peak.at, at)

    def concerns(self, one: Decimal, other: Decimal) -> bool:
        """Tell whether a worth between these two could be the highest, or the deepest fall."""
        low, high = (one, other) if one < other else (other, one)
        if self._peak is None or high > self._peak.worth:
            return True
        return exact_difference(self._peak.worth, low) > self.drawdown.amount

    def close(self, worth: Decimal, at: datetime) -> None:
        """Take notice of the worth at the end of a candle, which is a point of the curve."""
        self.note(worth, at)
        self._last = Point(at, worth)
        if self._count % self._every == 0:
            self._points.append(self._last)
            if len(self._points) > self._most:
                self._points = self._points[::2]
                self._every *= 2
        self._count += 1
