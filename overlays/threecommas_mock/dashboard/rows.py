"""The parts that all rows have in common: fields without null, distances, and the choice of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Any, TypeVar

from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import exact_difference, format_decimal, profit_percent

Json = dict[str, Any]
_T = TypeVar("_T")


def row(**given: Any) -> Json:
    """Return the fields that are there: amounts and words as text, moments in ISO 8601, no null."""
    return {name: _plain(value) for name, value in given.items() if value is not None}


def distance(price: Decimal, target: Decimal | None) -> Decimal | None:
    """Return how far *target* is from *price*, in percent of it; below it is negative."""
    return None if target is None else profit_percent(exact_difference(target, price), price)


def table(items: Sequence[_T], limit: int, is_open: Callable[[_T], bool], make: Callable[[_T], Json]) -> Json:
    """Return how many *items* there are and how many are open, and the rows of *limit* of them.

    The newest open ones come first, then the newest of the others.
    """
    is_shown_first = [is_open(item) for item in items]
    numbers = range(len(items) - 1, -1, -1)
    chosen = list(islice((at for at in numbers if is_shown_first[at]), limit))
    chosen += islice((at for at in numbers if not is_shown_first[at]), limit - len(chosen))
    rows = [make(items[at]) for at in chosen]
    return {"all": len(items), "open": sum(is_shown_first), "rows": {str(each["id"]): each for each in rows}}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, datetime):
        return timestamp(value)
    return str(value) if isinstance(value, Enum) else value
