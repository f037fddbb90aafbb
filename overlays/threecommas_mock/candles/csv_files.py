"""Files of candles as the usual exchanges give them (CSV), read candle by candle and never whole.

Which column is which, `columns` says, and what a time may be, `times`. Files that begin with the newest
candle are read from their end. Left out: other separators than the comma, and months, which have no one
length.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import islice, pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from threecommas_mock.candles.candle import Candle, fault_of
from threecommas_mock.candles.columns import COINBASE, Layout, is_header, layout_of
from threecommas_mock.candles.lines import lines_from_the_end, lines_of
from threecommas_mock.candles.times import moment
from threecommas_mock.venue.price_files import SeriesError

Gaps = Literal["refuse", "keep"]
"""What to do where candles are missing: refuse the file, or let the price stand still for that time."""

_HEAD = 200
"""So many candles decide about form, direction and interval."""


class _Row(NamedTuple):
    path: Path
    line: int
    cells: Sequence[str]
    is_plain: bool
    """Whether every digit in it is one of an exchange: Python reads 1_000 and digits of other scripts too."""

    def error(self, problem: str, field: str | None = None) -> SeriesError:
        return SeriesError(self.path, problem, line=self.line, field=field)


@dataclass(frozen=True, slots=True)
class CandleFile:
    """A file that was recognised; iterate over it for its candles, oldest first, as often as you like.

    *interval* is how long a candle lasts, *skipped* the last line before the candles. Iterating raises
    SeriesError with file, line and column for what cannot be: prices that are none, a high below the low, a
    candle that comes twice or too early, and a gap unless *gaps* is "keep".
    """

    path: Path
    layout: Layout
    interval: timedelta
    newest_first: bool
    skipped: int
    gaps: Gaps

    @property
    def form(self) -> str:
        """Whose form it looks like."""
        return self.layout.form

    def __iter__(self) -> Iterator[Candle]:
        before: datetime | None = None
        lines = lines_from_the_end(self.path) if self.newest_first else lines_of(self.path)
        for row in _rows(self.path, lines):
            if row.line <= self.skipped:
                continue
            candle = _candle(row, self.layout)
            if before is not None and candle.start - before != self.interval:
                self._check_distance(before, candle.start, row)
            yield candle
            before = candle.start

    def _check_distance(self, before: datetime, start: datetime, row: _Row) -> None:
        distance, name = start - before, self.layout.name_of("time")
        if not distance:
            raise row.error(f"{start} comes twice", name)
        if distance < timedelta():
            raise row.error(f"{start} is not in the order of time", name)
        if distance % self.interval:
            raise row.error(
                f"{start} is no whole number of intervals of {self.interval} after the last", name
            )
        if self.gaps == "refuse":
            raise row.error(f"{start} comes {distance} after the last; keep gaps if nothing was traded", name)


def read_candles(path: Path | str, *, gaps: Gaps = "refuse", interval: timedelta | None = None) -> CandleFile:
    """Recognise a CSV file of candles by its header or its columns, or raise SeriesError.

    *interval* is how long a candle lasts; without it, that is the smallest distance between two candles.
    """
    path = Path(path)
    rows = list(islice(_rows(path, lines_of(path)), _HEAD))
    if not rows:
        raise SeriesError(path, "is empty; it needs a row for each candle, with time and four prices")
    skipped = rows[0].line if is_header(rows[0].cells) else rows[0].line - 1
    head = [row for row in rows if row.line > skipped]
    if not head:
        raise SeriesError(path, "has a header and no candles")
    layout = _layout(rows[0], head)
    starts = [_candle(row, layout).start for row in head]
    distances = {abs(after - before) for before, after in pairwise(starts)} - {timedelta()}
    if interval is None and not distances:
        raise SeriesError(path, "does not tell how long a candle lasts; give the interval")
    return CandleFile(path, layout, interval or min(distances), starts[0] > starts[-1], skipped, gaps)


def _layout(first: _Row, head: Sequence[_Row]) -> Layout:
    try:
        layout = layout_of(first.cells)
    except ValueError as error:
        raise first.error(str(error)) from None
    is_open = not layout.names and layout.width == COINBASE.width
    return COINBASE if is_open and not _fit(head, layout) and _fit(head, COINBASE) else layout


def _fit(rows: Iterable[_Row], layout: Layout) -> bool:
    try:
        return all(_candle(row, layout) for row in rows)
    except SeriesError:
        return False


def _rows(path: Path, lines: Iterable[tuple[int, str]]) -> Iterator[_Row]:
    number = 0
    try:
        for number, text in lines:
            bare = text.rstrip("\r\n")
            # CryptoDataDownload writes its address above the header.
            if bare and not (number == 1 and bare.startswith("http")):
                quoted = '"' in bare
                cells = next(csv.reader((bare,), strict=True)) if quoted else bare.split(",")
                yield _Row(path, number, cells, bare.isascii() and "_" not in bare)
    except csv.Error as error:
        raise SeriesError(path, f"is not CSV: {error}", line=number) from None
    except UnicodeDecodeError:
        raise SeriesError(path, "is not UTF-8") from None


def _candle(row: _Row, layout: Layout) -> Candle:
    cells = row.cells
    if len(cells) != layout.width:
        raise row.error(f"has {len(cells)} cells where {layout.width} columns are expected")
    number = Decimal if row.is_plain else _number
    try:
        candle = Candle(
            moment(cells[layout.time]),
            number(cells[layout.open]),
            number(cells[layout.high]),
            number(cells[layout.low]),
            number(cells[layout.close]),
            None if layout.volume is None else number(cells[layout.volume]),
        )
    except (ValueError, InvalidOperation):
        raise _unreadable(row, layout) from None
    fault = fault_of(candle)
    if fault is not None:
        raise row.error(fault[1], layout.name_of(fault[0]))
    return candle


def _number(text: str) -> Decimal:
    if "_" in text or not text.isascii():
        raise InvalidOperation
    return Decimal(text)


def _unreadable(row: _Row, layout: Layout) -> SeriesError:
    """Return the error that names the cell which cannot be read."""
    try:
        moment(row.cells[layout.time])
    except ValueError as error:
        return row.error(str(error), layout.name_of("time"))
    for name in ("open", "high", "low", "close"):
        text = row.cells[getattr(layout, name)]
        try:
            _number(text)
        except InvalidOperation:
            return row.error(f"{text!r} is not a number", layout.name_of(name))
    return row.error("is not a number", layout.name_of("volume"))
