"""The page of a report: one HTML file without a script, which asks no network for anything.

Amounts on it are rounded to be read; the JSON has all digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path
from string import Template

from threecommas_mock.reports.curve import Point
from threecommas_mock.reports.entries import Entry
from threecommas_mock.reports.report import Report, Sums
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import format_decimal, round_to_step

MOST_ROWS = 500
"""So many entries are on the page, the newest; the JSON has all."""

_FILE = Path(__file__).with_name("report_page.html")
_WIDTH, _HEIGHT, _EDGE = 960, 240, 6
_CENT, _SMALL = Decimal("0.01"), Decimal("0.00000001")

Cell = tuple[str, str]
"""A class of the style sheet, and text."""


def report_page(report: Report) -> str:
    """Return *report* as HTML."""
    days = f"{timestamp(report.start)[:16]} to {timestamp(report.end)[:16]} UTC"
    return Template(_FILE.read_text("utf-8")).substitute(
        title=f"Replay of {escape(report.pair)}",
        period=f"{days}, {report.candles} candles of {report.interval}, path {report.path}",
        figures="".join(_figure(name, cell) for name, cell in _figures(report)),
        curve=_curve(report),
        bots=_bots(report),
        entries=_entries(report),
    )


def _figures(report: Report) -> Iterable[tuple[str, Cell]]:
    total, fall, unit = report.total, report.drawdown, report.currency
    yield f"Profit, {unit}", _gain(total.profit)
    yield f"Realised, {unit}", _gain(total.realised)
    yield f"Open, {unit}", _gain(total.open)
    yield f"Fees, {unit}", ("", _money(total.fees))
    if report.curve:
        yield f"Worth at the end, {unit}", ("", _money(report.worth_end))
        if report.deposits or report.withdrawals:
            yield f"Came later, {unit}", ("", _money(report.deposits))
            yield f"Left, {unit}", ("", _money(report.withdrawals))
        yield f"Largest fall, {unit}", ("", f"{_money(fall.amount)} ({_share(fall.percent)})")
    yield "Won", ("", f"{total.won} of {total.closed} ({_share(total.win_rate)})")
    yield "Fills", ("", str(total.fills))
    yield "Time with a position", ("", _share(report.exposure))


def _curve(report: Report) -> str:
    if report.why_no_worth is not None:
        return f"<h2>Worth</h2><p>{escape(report.why_no_worth)}</p>"
    if len(report.curve) < 2:
        return ""
    worths = [point.worth for point in report.curve]
    low, high = min(worths), max(worths)
    caption = f"Worth of the accounts, from {_money(low)} to {_money(high)} {escape(report.currency)}"
    line = f'points="{_line(report.curve, low, high)}" fill="none" stroke="var(--mark)" stroke-width="2"'
    return (
        f'<h2>Worth</h2><figure><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{caption}">'
        f"<polyline {line}/></svg><figcaption>{caption}</figcaption></figure>"
    )


def _line(points: Sequence[Point], low: Decimal, high: Decimal) -> str:
    begin, span = points[0].at, (points[-1].at - points[0].at).total_seconds() or 1.0
    # A place on the screen is no amount, so a float will do.
    height = float(high - low) or 1.0
    places = (
        (
            _EDGE + (_WIDTH - 2 * _EDGE) * (point.at - begin).total_seconds() / span,
            _EDGE + (_HEIGHT - 2 * _EDGE) * float(high - point.worth) / height,
        )
        for point in points
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _bots(report: Report) -> str:
    names = ("Bot", "Kind", "Entries", "Won", "Fills", "Fees", "Realised", "Open")
    rows = [
        [("text", each.name or str(each.id)), ("text", each.kind), *_sums(each.sums)] for each in report.bots
    ]
    return _table("Bots", names, rows)


def _sums(sums: Sums) -> list[Cell]:
    won = f"{sums.won} of {sums.closed}"
    counts = [("", str(sums.entries)), ("", won), ("", str(sums.fills)), ("", _money(sums.fees))]
    return [*counts, _gain(sums.realised), _gain(sums.open)]


def _entries(report: Report) -> str:
    names = ("Item", "Status", "Opened", "Closed", "Fills", "Fees", "Realised", "Open")
    newest = sorted(report.entries, key=lambda entry: (entry.opened_at or report.end, entry.id), reverse=True)
    left = len(newest) - MOST_ROWS
    more = f" (the newest {MOST_ROWS}, {left} more in the JSON)" if left > 0 else ""
    return _table(f"Deals and trades{more}", names, [_row(entry) for entry in newest[:MOST_ROWS]])


def _row(entry: Entry) -> list[Cell]:
    moments = (entry.opened_at, entry.closed_at)
    opened, closed = ("" if at is None else timestamp(at)[:16].replace("T", " ") for at in moments)
    return [
        ("text", f"{entry.kind} {entry.id}"),
        ("text", entry.status),
        ("", opened),
        ("", closed),
        ("", str(len(entry.fills))),
        ("", _money(entry.fees)),
        _gain(entry.realised),
        _gain(entry.open),
    ]


def _table(title: str, names: Iterable[str], rows: Sequence[Sequence[Cell]]) -> str:
    if not rows:
        return ""
    styles = [style for style, _ in rows[0]]
    head = "".join(
        f'<th class="text">{escape(name)}' if style == "text" else f"<th>{escape(name)}"
        for name, style in zip(names, styles, strict=True)
    )
    body = "".join(f"<tr>{''.join(_cell(*cell) for cell in row)}" for row in rows)
    return f'<h2>{escape(title)}</h2><div class="wide"><table><tr>{head}{body}</table></div>'


def _cell(style: str, text: str) -> str:
    return f'<td class="{style}">{escape(text)}' if style else f"<td>{escape(text)}"


def _figure(name: str, cell: Cell) -> str:
    return f'<div><dt>{escape(name)}<dd class="{cell[0]}">{escape(cell[1])}</div>'


def _gain(amount: Decimal) -> Cell:
    style = "up" if amount > 0 else "down" if amount < 0 else ""
    return style, _money(amount)


def _money(amount: Decimal) -> str:
    """Write an amount with two places, or up to eight if it is smaller than one."""
    if abs(amount) >= 1:
        return f"{round_to_step(amount, _CENT):.2f}"
    return format_decimal(round_to_step(amount, _SMALL))


def _share(value: Decimal | None) -> str:
    return "none" if value is None else f"{round_to_step(value, _CENT):.2f} %"
