"""Moving averages of indicators, over numbers given oldest first. Floats: no money is computed here.

Each gives one value for each window that is full, so the result is shorter than what it is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Series = Sequence[float]


def simple(values: Series, period: int) -> list[float]:
    """Return the mean of each window of *period* values."""
    return [sum(window) / period for window in windows(values, period)]


def exponential(values: Series, period: int) -> list[float]:
    """Return the exponential average: weight 2 / (period + 1), started with the mean of the first window."""
    return _smoothed(values, period, 2 / (period + 1))


def wilder(values: Series, period: int) -> list[float]:
    """Return the average of Wilder: weight 1 / period, started with the mean of the first window."""
    return _smoothed(values, period, 1 / period)


def windows(values: Series, period: int) -> list[Series]:
    """Return every run of *period* values; none if there are fewer."""
    return [values[end - period : end] for end in range(period, len(values) + 1)]


def changes(values: Series) -> list[float]:
    """Return the difference of each value to the one before it."""
    return [after - before for before, after in pairwise(values)]


def _smoothed(values: Series, period: int, weight: float) -> list[float]:
    if len(values) < period:
        return []
    found = [sum(values[:period]) / period]
    for value in values[period:]:
        found.append(found[-1] + weight * (value - found[-1]))
    return found
