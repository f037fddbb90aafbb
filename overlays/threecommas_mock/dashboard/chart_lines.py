"""The lines and marks that an item draws on the chart of its pair.

A line is an array of its kind, its label, its price (quote currency) and, for an order, its amount (base
currency). A mark is an array of the second since 1970, the side, the label and the price of a fill.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from threecommas_mock.venue.decimal_math import exact_difference, exact_sum, format_decimal, offset_by_percent
from threecommas_mock.venue.order_types import OrderStatus, Side
from threecommas_mock.venue.orders import Order

MOST_MARKS = 100
"""How many fills of one item are marked, the newest."""

ChartLine = list[Any]


def line(kind: str, label: str, price: Decimal | None, units: Decimal | None = None) -> list[ChartLine]:
    """Return a line, in an array that is empty without a price."""
    if not price:
        return []
    amount = [] if units is None else [format_decimal(units)]
    return [[kind, label, format_decimal(price), *amount]]


def order_price(order: Order) -> Decimal | None:
    """Return the price at which an order waits: of its trigger, else its own."""
    return order.price if order.trigger is None else order.trigger.value


def trailing_price(order: Order, tick: Decimal) -> Decimal | None:
    """Return the price at which an order that trails fires as things stand; None if it does not trail."""
    trailing = order.trailing
    if trailing is None or trailing.peak is None or order.status is not OrderStatus.TRAILING_ACTIVATED:
        return None
    buys = order.side is Side.BUY
    if trailing.percent is not None:
        return offset_by_percent(trailing.peak, trailing.percent, up=buys, tick=tick)
    if trailing.amount is not None:
        add = exact_sum((trailing.peak, trailing.amount))
        return add if buys else exact_difference(trailing.peak, trailing.amount)
    return None


def order_lines(kind: str, label: str, order: Order, tick: Decimal) -> list[ChartLine]:
    """Return the lines of an open order: where it waits, and where it fires if it trails."""
    trailing = line("trailing", f"{label} trailing", trailing_price(order, tick), order.units)
    return trailing or line(kind, label, order_price(order), order.units)


def marks(labelled: Iterable[tuple[str, Order]]) -> list[list[Any]]:
    """Return a mark for each order that was filled, oldest first."""
    filled = [(label, order, order.fill) for label, order in labelled if order.fill is not None]
    filled.sort(key=lambda each: (each[2].at, each[1].id))
    return [
        [int(fill.at.timestamp()), str(order.side), label, format_decimal(fill.price)]
        for label, order, fill in filled[-MOST_MARKS:]
    ]
