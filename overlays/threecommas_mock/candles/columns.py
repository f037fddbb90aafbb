"""The columns of the usual files of candles: where time and prices stand.

A header decides by its names, whoever wrote it; columns it has besides do not matter. Without one the number
of columns decides. Sources of the forms without a header:

    12  Binance       open time, prices, volume, close time, ... (its public data; seconds to microseconds)
     9  OKX           ts, prices, vol, volCcy, volCcyQuote, confirm (its API)
     8  Kraken        time, prices, vwap, volume, count (its API)
     7  Kraken, Bybit time, prices, volume, trades (OHLCVT files) or turnover (API)
     6  ccxt          timestamp, prices, volume, as freqtrade has it too
     6  Coinbase      time, low, high, open, close, volume (its API); see `layout_of`
     5                time and prices
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TIMES = (
    "unix",
    "unixtime",
    "timestamp",
    "time",
    "opentime",
    "starttime",
    "startat",
    "start",
    "ts",
    "datetime",
    "date",
)
_PRICES = (
    ("open", "openprice", "o"),
    ("high", "highprice", "h"),
    ("low", "lowprice", "l"),
    ("close", "closeprice", "c"),
)
_VOLUMES = ("volume", "vol", "v", "basevolume")
_WORD = re.compile(r"[^a-z]+")
_NUMBER = re.compile(r"[-+0-9.]")


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of the columns, counted from 0, and their names; *width* is how many columns there are."""

    form: str
    width: int
    time: int
    open: int
    high: int
    low: int
    close: int
    volume: int | None = None
    names: tuple[str, ...] = ()

    @property
    def prices(self) -> tuple[tuple[str, int], ...]:
        """The four prices by name."""
        return (("open", self.open), ("high", self.high), ("low", self.low), ("close", self.close))

    def name_of(self, field: str) -> str:
        """Return what the file calls *field*; without a header, the field and its place from 1."""
        place = getattr(self, field)
        return self.names[place] if self.names else f"{field} (column {place + 1})"


COINBASE = Layout("Coinbase", 6, time=0, low=1, high=2, open=3, close=4, volume=5)

_BY_WIDTH = {
    12: Layout("Binance", 12, 0, 1, 2, 3, 4, 5),
    9: Layout("OKX", 9, 0, 1, 2, 3, 4, 5),
    8: Layout("Kraken", 8, 0, 1, 2, 3, 4, 6),
    7: Layout("Kraken or Bybit", 7, 0, 1, 2, 3, 4, 5),
    6: Layout("ccxt", 6, 0, 1, 2, 3, 4, 5),
    5: Layout("prices alone", 5, 0, 1, 2, 3, 4),
}


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether a row names columns: its first cell is no number and no date."""
    return not _NUMBER.match(cells[0].strip())


def layout_of(cells: Sequence[str]) -> Layout:
    """Return the layout that a first row tells, or raise ValueError with what is not known about it.

    Six columns without a header are read as those of ccxt; whoever reads on must see whether the prices fit,
    and try `COINBASE` if they do not.
    """
    if is_header(cells):
        return _named(cells)
    found = _BY_WIDTH.get(len(cells))
    if found is None:
        known = ", ".join(map(str, sorted(_BY_WIDTH)))
        raise ValueError(f"has {len(cells)} columns and no header; known without one are {known} columns")
    return found


def _named(cells: Sequence[str]) -> Layout:
    words = [_WORD.sub("", cell.lower()) for cell in cells]
    time = _place(words, _TIMES)
    prices = [_place(words, names) for names in _PRICES]
    for (name, *_), place in zip((_TIMES[3:], *_PRICES), (time, *prices), strict=True):
        if place is None:
            hint = "; write commas between columns" if len(cells) == 1 else ""
            raise ValueError(f"names no column {name!r}; it has {', '.join(cells)}{hint}")
    opened, high, low, close = (place or 0 for place in prices)
    volume = _place(words, _VOLUMES)
    if volume is None:
        # Some name the currency too, such as Volume BTC.
        volume = next((place for place, word in enumerate(words) if word.startswith("volume")), None)
    names = tuple(cell.strip() for cell in cells)
    return Layout("header", len(cells), time or 0, opened, high, low, close, volume, names)


def _place(words: Sequence[str], names: Sequence[str]) -> int | None:
    return next((words.index(name) for name in names if name in words), None)
