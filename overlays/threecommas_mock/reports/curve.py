"""The curve of what accounts are worth, and how far it fell from its highest point.

The drawdown counts every worth that is noted; of the curve itself a bounded number of points is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    ZERO,
    exact_difference,
    exact_product,
    exact_sum,
    quotient,
)

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


@dataclass(frozen=True, slots=True)
class _Mark:
    """A point of the curve, and the fall and the highest worth as they were known there."""

    point: Point
    drawdown: Drawdown
    peak: Point


class WorthCurve:
    """The worth of the accounts of a replay, noted price by price.

    *flows* is what came less what left since the start, in quote currency: it is neither gain nor fall.
    """

    def __init__(self, most: int = MOST_POINTS) -> None:
        self.drawdown = Drawdown()
        self.flows = ZERO
        self._most = most
        self._peak: Point | None = None
        self._marks: list[_Mark] = []
        self._last: _Mark | None = None
        self._every = 1
        self._count = 0

    @property
    def points(self) -> tuple[Point, ...]:
        """Points of the curve, evenly spread, the last one of all among them."""
        marks = self._marks
        if self._last is not None and (not marks or marks[-1] is not self._last):
            marks = [*marks, self._last]
        return tuple(mark.point for mark in marks)

    def note(self, worth: Decimal, at: datetime) -> None:
        """Take notice of a worth within a candle."""
        self._note(exact_difference(worth, self.flows), at)

    def _note(self, own: Decimal, at: datetime) -> Point:
        if self._peak is None or own > self._peak.worth:
            self._peak = Point(at, own)
            return self._peak
        amount = exact_difference(self._peak.worth, own)
        if amount > self.drawdown.amount:
            high = exact_sum((self._peak.worth, self.flows))
            percent = quotient(exact_product(amount, HUNDRED), high) if high > 0 else None
            self.drawdown = Drawdown(amount, percent, self._peak.at, at)
        return self._peak

    def concerns(self, one: Decimal, other: Decimal) -> bool:
        """Tell whether a worth between these two could be the highest, or the deepest fall."""
        low, high = (exact_difference(each, self.flows) for each in sorted((one, other)))
        if self._peak is None or high > self._peak.worth:
            return True
        return exact_difference(self._peak.worth, low) > self.drawdown.amount

    def close(self, worth: Decimal, at: datetime) -> None:
        """Take notice of the worth at the end of a candle, which is a point of the curve."""
        peak = self._note(exact_difference(worth, self.flows), at)
        self._last = _Mark(Point(at, worth), self.drawdown, peak)
        if self._count % self._every == 0:
            self._marks.append(self._last)
            if len(self._marks) > self._most:
                self._marks = self._marks[::2]
                self._every *= 2
        self._count += 1

    def go_back(self, at: datetime) -> None:
        """Forget what was noted after *at*, as far as to the point that was kept before it."""
        if self._last is not None and self._last.point.at <= at:
            return
        self._marks = [mark for mark in self._marks if mark.point.at <= at]
        self._last = self._marks[-1] if self._marks else None
        self._count = len(self._marks) * self._every
        self._peak = None if self._last is None else self._last.peak
        self.drawdown = Drawdown() if self._last is None else self._last.drawdown
