"""The net position that fills on a futures account add up to, and what a fill does to it.

A fill on the side of the position makes it larger, one on the other side smaller, and what is left over of it
opens a position the other way. Contracts that leave take their share of the cost along, cut to 8 places, so
that the books stay exact. Left out: liquidation, which belongs to the room that knows the margin.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from threecommas_mock.venue.decimal_math import (
    ZERO,
    exact_difference,
    exact_product,
    exact_sum,
    floor_total,
    quotient,
)
from threecommas_mock.venue.order_types import Side


@dataclass(frozen=True, slots=True)
class Position:
    """*size* in contracts, below zero for a short; *cost* of them in quote currency, never below zero."""

    size: Decimal = ZERO
    cost: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class PositionChange:
    """What a fill did: contracts, cost, and the profit (quote currency, without commission) it realised."""

    size: Decimal = ZERO
    cost: Decimal = ZERO
    profit: Decimal = ZERO


def change_by(position: Position, side: Side, units: Decimal, price: Decimal) -> PositionChange:
    """Return what buying or selling *units* at *price* does to *position*."""
    signed = units if side is Side.BUY else units.copy_negate()
    closed = min(units, abs(position.size)) if _is_other_way(position, signed) else ZERO
    opened = exact_difference(units, closed)
    released = _share(position, closed)
    worth = exact_product(closed, price)
    long = position.size > 0
    profit = exact_difference(worth, released) if long else exact_difference(released, worth)
    cost = exact_difference(exact_product(opened, price), released)
    return PositionChange(signed, cost, profit if closed else ZERO)


def reducible(position: Position, side: Side) -> Decimal:
    """Tell how many contracts an order of this side can close."""
    signed = Decimal(1 if side is Side.BUY else -1)
    return abs(position.size) if _is_other_way(position, signed) else ZERO


def after(position: Position, change: PositionChange) -> Position:
    """Return *position* with *change*."""
    return Position(exact_sum((position.size, change.size)), exact_sum((position.cost, change.cost)))


def _is_other_way(position: Position, signed: Decimal) -> bool:
    return bool(position.size) and (position.size > 0) != (signed > 0)


def _share(position: Position, closed: Decimal) -> Decimal:
    if not closed:
        return ZERO
    if closed == abs(position.size):
        return position.cost
    return floor_total(exact_product(position.cost, quotient(closed, abs(position.size))))
