"""Prices of a pair one after the other: out of a file, or made up at random and yet the same each time.

Nothing here moves a price: `MockExchange.play` does, as fast as its clock runs. Interpolation is left out: a
price holds until the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

from threecommas_mock.venue.market import Money, Quote, positive
from threecommas_mock.venue.price_files import COLUMNS, PRICES, Row, SeriesError, csv_rows, json_rows


@dataclass(frozen=True, slots=True)
class Point:
    """One move of a price: so long after the move before it, to these prices in quote currency.

    *price* is for bid, ask and last together, the others for one of them; None leaves a price as it is.
    """

    after: timedelta
    price: Decimal | None = None
    bid: Decimal | None = None
    ask: Decimal | None = None
    last: Decimal | None = None


def read_series(path: Path) -> tuple[Point, ...]:
    """Read the prices in a CSV or JSON file (UTF-8), or raise SeriesError with line and field.

    The columns are `time` and either `price` or any of `bid`, `ask` and `last`; JSON is an array of objects
    with the same names. A time is an ISO 8601 date-time with its zone, or a number of seconds since any
    beginning; what counts is the time between two rows.
    """
    readers = {".csv": csv_rows, ".json": json_rows}
    read = readers.get(path.suffix.lower())
    if read is None:
        raise SeriesError(path, "is neither a .csv nor a .json file")
    rows = list(read(path))
    if not rows:
        raise SeriesError(path, f"has no prices; write one row for each move, with {', '.join(COLUMNS)}")
    return (_point(timedelta(), rows[0]), *(_point(_gap(*two), two[1]) for two in pairwise(rows)))


def random_walk(
    start: Quote, *, tick: Money, seed: int, ticks: int = 10, every: timedelta = timedelta(seconds=1)
) -> Iterator[Point]:
    """Make up prices without end: each is up to *ticks* above or below the one before, on the grid of *tick*.

    The distance between bid and ask stays that of *start*, last is one of the two, and no price is below one
    tick. The same *seed* makes the same walk.
    """
    grid, random = positive("tick", tick), Random(seed)  # noqa: S311  (prices, no secrets)
    if ticks < 1:
        raise ValueError(f"ticks: a price that moves does so by 1 tick or more, not {ticks}")
    spread = int((start.ask - start.bid) // grid) * grid
    bids = (place * grid for place in _places(int(start.bid // grid), ticks, random))
    return (Point(every, bid=bid, ask=bid + spread, last=bid + random.choice((0, spread))) for bid in bids)


def _places(place: int, most: int, random: Random) -> Iterator[int]:
    while True:
        place = max(1, place + random.randint(-most, most))
        yield place


def _point(after: timedelta, row: Row) -> Point:
    return Point(after, **{name: row.prices.get(name) for name in PRICES})


def _gap(before: Row, row: Row) -> timedelta:
    if row.time < before.time:
        raise row.error("time", f"is before that of line {before.line}; sort the rows by time")
    return row.time - before.time
