"""The rows of a file of prices, as they stand there.

An error names the file and the line of a row that cannot be read.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

PRICES = ("price", "bid", "ask", "last")
COLUMNS = ("time", *PRICES)

_NEXT_ITEM = re.compile(r"[^\s,]")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class SeriesError(ValueError):
    """A file of prices cannot be used; *line* counts from 1, *field* is a column's name."""

    def __init__(
        self, file: Path, problem: str, *, line: int | None = None, field: str | None = None
    ) -> None:
        place = "" if line is None else f", line {line}"
        place += "" if field is None else f", {field}"
        super().__init__(f"{file}{place}: {problem}")
        self.file = file
        self.line = line
        self.field = field


@dataclass(frozen=True, slots=True)
class Row:
    """One row: time since the beginning of all times, and the prices it has."""

    file: Path
    line: int
    time: timedelta
    prices: Mapping[str, Decimal]

    def error(self, field: str, problem: str) -> SeriesError:
        """Make an error that names a field of this row."""
        return SeriesError(self.file, problem, line=self.line, field=field)


def csv_rows(path: Path) -> Iterator[Row]:
    """Read a CSV file, the first line of which names the columns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            names = next(reader, [])
            _require_columns(path, 1, names)
            for cells in filter(None, reader):
                if len(cells) != len(names):
                    problem = f"has {len(cells)} cells where line 1 names {len(names)} columns"
                    raise SeriesError(path, problem, line=reader.line_num)
                yield _row(path, reader.line_num, dict(zip(names, cells, strict=True)))
        except csv.Error as error:
            raise SeriesError(path, f"is not CSV: {error}", line=reader.line_num) from None
        except UnicodeDecodeError:
            raise SeriesError(path, "is not UTF-8") from None


def json_rows(path: Path) -> Iterator[Row]:
    """Read a JSON file: an array of objects."""
    try:
        content = path.read_text("utf-8-sig")
        whole = json.loads(content)
    except UnicodeDecodeError:
        raise SeriesError(path, "is not UTF-8") from None
    # A few kilobytes of opening brackets exhaust the parser's stack.
    except (ValueError, RecursionError) as error:
        raise SeriesError(path, f"is not JSON: {error}", line=getattr(error, "lineno", None)) from None
    if not isinstance(whole, list):
        raise SeriesError(path, "is not an array of objects")
    for line, item in _items(content):
        # The decoder below makes tuples of pairs out of objects, so that a name that comes twice is seen.
        if not isinstance(item, tuple):
            raise SeriesError(path, 'is not an object such as {"time": 0, "price": "1.5"}', line=line)
        _require_columns(path, line, [name for name, _ in item])
        yield _row(path, line, dict(item))


def _items(content: str) -> Iterator[tuple[int, Any]]:
    """Return each item of a valid array with its line, which the json module does not tell."""
    decoder = json.JSONDecoder(parse_float=Decimal, object_pairs_hook=tuple)
    line, end = 1, content.index("[") + 1
    line += content.count("\n", 0, end)
    while (start := _start(content, end)) is not None:
        line += content.count("\n", end, start)
        item, end = decoder.raw_decode(content, start)
        yield line, item
        line += content.count("\n", start, end)


def _start(content: str, end: int) -> int | None:
    """Find where the next item starts, None after the last one."""
    found = _NEXT_ITEM.search(content, end)
    return None if found is None or found.group() == "]" else found.start()


def _require_columns(file: Path, line: int, names: Sequence[str]) -> None:
    for name in names:
        if name not in COLUMNS:
            raise SeriesError(file, f"is not known; choose among {', '.join(COLUMNS)}", line=line, field=name)
        if names.count(name) > 1:
            raise SeriesError(file, "comes twice", line=line, field=name)
    if "time" not in names:
        raise SeriesError(file, "is missing", line=line, field="time")
    if names == ["time"]:
        raise SeriesError(file, f"has no price; name one of {', '.join(PRICES)}", line=line)


def _row(file: Path, line: int, values: Mapping[str, Any]) -> Row:
    try:
        time = _time(values["time"])
    except ValueError as error:
        raise SeriesError(file, str(error), line=line, field="time") from None
    prices: dict[str, Decimal] = {}
    for name in PRICES:
        if name in values:
            try:
                prices[name] = _price(values[name])
            except ValueError as error:
                raise SeriesError(file, str(error), line=line, field=name) from None
    row = Row(file, line, time, prices)
    if "bid" in prices and "ask" in prices and prices["bid"] > prices["ask"]:
        raise row.error("bid", f"{prices['bid']} is above ask {prices['ask']}")
    return row


def _price(value: Any) -> Decimal:
    price = _number(value)
    if price is None or price <= 0:
        raise ValueError(f"{value!r} is not a price; write a number above zero")
    return price


def _time(value: Any) -> timedelta:
    seconds = _number(value)
    if seconds is not None:
        try:
            return timedelta(seconds=float(seconds))
        except OverflowError:
            raise ValueError(f"{value!r} seconds are more than a clock can show") from None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{value!r} is not a time; write 2024-08-06T14:42:25Z or seconds") from None
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} has no zone; write Z behind it if it is UTC")
    return moment - _BEGINNING


def _number(value: Any) -> Decimal | None:
    """Read a finite number, None if it is none; a truth value is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
