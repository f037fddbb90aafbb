"""The lines of a grid: where they stand, which side each has, and what its order trades.

Checked against all documented grids: n lines, both ends included; arithmetic by one step, geometric by one
ratio; prices rounded to the nearest tick. Lines below the price buy, lines above it sell, and the one nearest
to it does neither. Amounts in quote currency are divided by the price of the line and cut to the lot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Context, Decimal

from threecommas_mock.grid_bots.entity import GridLine, GridSettings
from threecommas_mock.venue.decimal_math import (
    ZERO,
    exact_difference,
    exact_product,
    exact_sum,
    floor_to_step,
    quotient,
    round_to_step,
)
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import Side

_PLACES = Decimal("1E-36")  # docs: 326.530612244897959183673469387755102041
# docs: 1.00399920581210916146041542739112586575949572812639182, of which the first 38 digits are right.
_DIGITS = Context(prec=54)
_WIDE = Context(prec=400)


def price_step(settings: GridSettings) -> Decimal:
    """Return the distance of two lines: quote currency if arithmetic, their ratio if geometric."""
    gaps = Decimal(settings.grids_quantity - 1)
    if settings.grid_type == "geometric":
        ratio = _WIDE.divide(settings.upper_price, settings.lower_price)
        return _DIGITS.power(ratio, _WIDE.divide(1, gaps))
    width = exact_difference(settings.upper_price, settings.lower_price)
    return _WIDE.quantize(_WIDE.divide(width, gaps), _PLACES)


def line_prices(settings: GridSettings, tick: Decimal) -> list[Decimal]:
    """Return the prices of all lines, lowest first."""
    prices = [_exact_price(settings, index) for index in range(settings.grids_quantity)]
    return [round_to_step(price, tick) for price in prices]


def beyond(settings: GridSettings, price: Decimal, tick: Decimal, *, up: bool, steps: int = 1) -> Decimal:
    """Return the price that lies so many *steps* beyond an outermost line at *price*."""
    step, count = price_step(settings), Decimal(steps)
    if settings.grid_type == "geometric":
        factor = _DIGITS.power(step, count)
        moved = exact_product(price, factor) if up else _WIDE.divide(price, factor)
    else:
        way = exact_product(step, count)
        moved = exact_sum((price, way)) if up else exact_difference(price, way)
    return round_to_step(moved, tick)


def steps_to(settings: GridSettings, end: Decimal, price: Decimal) -> int:
    """Count the whole steps from an outermost line at *end* to *price*, at least one."""
    step = price_step(settings)
    if settings.grid_type == "geometric":
        way = _DIGITS.ln(_WIDE.divide(max(end, price), min(end, price)))
        return max(1, int(_DIGITS.divide(way, _DIGITS.ln(step))))
    return max(1, int(_WIDE.divide(exact_difference(price, end).copy_abs(), step)))


def new_lines(settings: GridSettings, view: MarketView, new_id: Callable[[], int]) -> tuple[GridLine, ...]:
    """Draw up the lines, with their sides by the present price."""
    lines = tuple(GridLine(new_id(), price) for price in line_prices(settings, view.pair.tick))
    return mark(lines, settings, view)


def mark(lines: tuple[GridLine, ...], settings: GridSettings, view: MarketView) -> tuple[GridLine, ...]:
    """Give each line the side and the amount that the present price asks for."""
    price = view.quote.last
    nearest = min(lines, key=lambda line: (abs(exact_difference(line.price, price)), line.price))
    return tuple(line_of(line.id, line.price, _side(line, nearest, price), settings, view) for line in lines)


def line_of(
    number: int, price: Decimal, side: Side | None, settings: GridSettings, view: MarketView
) -> GridLine:
    """Draw up one line."""
    units = ZERO if side is None else units_at(settings, price, view.pair.lot)
    return GridLine(number, price, side, units)


def units_at(settings: GridSettings, price: Decimal, lot: Decimal) -> Decimal:
    """Return what the order of a line at *price* trades, in base currency."""
    if settings.order_currency == "base":
        return floor_to_step(settings.quantity, lot)
    return floor_to_step(quotient(settings.quantity, price), lot)


def without_sides(lines: tuple[GridLine, ...]) -> tuple[GridLine, ...]:
    """Take the sides off, as those of a stopped bot have none (docs, example of Disable)."""
    return tuple(replace(line, side=None, units=ZERO, order=None, opener=None) for line in lines)


def _side(line: GridLine, nearest: GridLine, price: Decimal) -> Side | None:
    if line is nearest:
        return None
    return Side.BUY if line.price < price else Side.SELL


def _exact_price(settings: GridSettings, index: int) -> Decimal:
    gaps = settings.grids_quantity - 1
    low, high = settings.lower_price, settings.upper_price
    # The outermost lines are the bounds themselves; computed, they might be a digit off.
    if index in (0, gaps):
        return high if index else low
    share = _WIDE.divide(Decimal(index), Decimal(gaps))
    if settings.grid_type == "geometric":
        return exact_product(low, _DIGITS.power(_WIDE.divide(high, low), share))
    return exact_sum((low, exact_product(exact_difference(high, low), share)))
