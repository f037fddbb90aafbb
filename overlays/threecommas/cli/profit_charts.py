"""Charts of profits over time: block characters for a terminal, and pictures by matplotlib.

Matplotlib comes with the extra `pandas`. It is loaded when a picture is asked for.
"""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from threecommas.cli.profits import CurrencyProfit
from threecommas.cli.tables import text
from threecommas.cli.terminal_text import printable
from threecommas.errors import ConfigurationError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDTH = 60
# Facts of a picture that are left out: they differ from day to day, or name an address.
_FACTS = ("Date", "Creator", "Format", "Type")

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Profit</title><style>
body {{ font-family: sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }}
svg {{ width: 100%; height: auto; background: white }}
td, th {{ padding: .2em .8em; text-align: right }} td:first-child, th:first-child {{ text-align: left }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee }} }}
</style></head><body><h1>Profit</h1>{charts}{tables}</body></html>
"""


def bars(values: Sequence[Decimal]) -> str:
    """Return values as a row of blocks, the lowest as the smallest; of many only the last are shown."""
    shown = values[-_WIDTH:]
    low, high = min(shown), max(shown)
    if low == high:
        return _BLOCKS[0] * len(shown)
    steps = len(_BLOCKS) - 1
    return "".join(_BLOCKS[int((each - low) * steps / (high - low))] for each in shown)


def check_drawable() -> None:
    """Raise `ConfigurationError` where no picture can be drawn."""
    try:
        import matplotlib.figure  # noqa: F401, PLC0415
    except ImportError:
        raise ConfigurationError(
            "A picture needs matplotlib. Install it: pip install 'threecommas-sdk[pandas]'"
        ) from None


def png(profits: Sequence[CurrencyProfit]) -> bytes:
    """Return a picture of the profit up to each period, a chart for each currency."""
    return _drawn(profits, "png")


def page(profits: Sequence[CurrencyProfit]) -> bytes:
    """Return the same with tables as a page that needs no network."""
    svg = _drawn(profits, "svg").decode() if profits else "<svg></svg>"
    tables = "".join(map(_table, profits)) or "<p>Nothing was closed.</p>"
    return _PAGE.format(charts=svg[svg.index("<svg") :], tables=tables).encode()


def _drawn(profits: Sequence[CurrencyProfit], form: str) -> bytes:
    file = io.BytesIO()
    _figure(profits).savefig(file, format=form, metadata=dict.fromkeys(_FACTS) if form == "svg" else None)
    return file.getvalue()


def _figure(profits: Sequence[CurrencyProfit]) -> Figure:
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(9, 3 * max(len(profits), 1)), layout="constrained")
    for index, each in enumerate(profits):
        axes = figure.add_subplot(len(profits), 1, index + 1)
        days = [date.fromisoformat(period.start) for period in each.periods]
        # A picture has pixels, so rounding is no loss here.
        totals = [float(period.total) for period in each.periods]
        axes.step(days, totals, where="post", marker="o", markersize=3)  # type: ignore[arg-type]
        axes.axhline(0, linewidth=0.5, color="grey")
        axes.set_ylabel(f"profit in {printable(each.currency)}", parse_math=False)
        axes.grid(visible=True, alpha=0.3)
    return figure


def _table(each: CurrencyProfit) -> str:
    rows = "".join(
        _row("td", (source.source, source.pair, source.closed, source.won, text(source.profit)))
        for source in each.sources
    )
    head = _row("th", ("source", "pair", "closed", "won", f"profit in {each.currency}"))
    total = html.escape(f"{text(each.profit)} {each.currency}")
    return f"<h2>{total}</h2><table>{head}{rows}</table>"


def _row(cell: str, values: Sequence[object]) -> str:
    cells = (f"<{cell}>{html.escape(str(value))}</{cell}>" for value in values)
    return f"<tr>{''.join(cells)}</tr>"
