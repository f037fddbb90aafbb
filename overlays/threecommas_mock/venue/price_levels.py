"""The prices at which an order has to be looked at again.

A price move skips everything whose levels it does not reach. Too many levels cost time; a missing one would
be a bug: keep this in step with `matching`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from threecommas_mock.venue.matching import trailing_stop, turning_price
from threecommas_mock.venue.order_types import OrderStatus, PriceType, Side
from threecommas_mock.venue.orders import Order, Trailing, Trigger


class PriceLevel(NamedTuple):
    """A price (quote currency) at which to look again: at or above it if *rising*, else at or below."""

    price_type: PriceType
    rising: bool
    price: Decimal


PriceLevels = frozenset[PriceLevel]

ANY_PRICE = PriceLevel(PriceType.LAST, rising=True, price=Decimal("-Infinity"))
"""Below every price there is, so whatever the price, it is reached."""


def price_levels(orders: Iterable[Order], tick: Decimal) -> PriceLevels:
    """Tell at which prices one of *orders* has to be looked at; none if prices cannot change them."""
    return frozenset(level for order in orders for level in _levels(order, tick))


def _levels(order: Order, tick: Decimal) -> Iterable[PriceLevel]:
    if order.executed_at_price is not None:
        return ()
    match order.status:
        case OrderStatus.TO_PROCESS if order.trigger is not None:
            return (_triggered(order, order.trigger),)
        case OrderStatus.TRAILING_ACTIVATED if order.trigger is not None and order.trailing is not None:
            return _trailed(order, order.trigger, order.trailing, tick)
        case OrderStatus.ORDER_PLACED if order.price is not None:
            return (_met(order, order.price),)
    return ()


def _triggered(order: Order, trigger: Trigger) -> PriceLevel:
    # A timeout that runs may end at any price.
    if order.timeout is not None and order.timeout.due_at is not None:
        return ANY_PRICE
    return PriceLevel(trigger.price_type, trigger.rising, trigger.value)


def _trailed(order: Order, trigger: Trigger, trailing: Trailing, tick: Decimal) -> Iterable[PriceLevel]:
    peak, sell = trailing.peak, order.side is Side.SELL
    if peak is None:
        return (ANY_PRICE,)
    better = PriceLevel(trigger.price_type, sell, peak)
    if trailing.turns:
        turn = turning_price(order.side, peak, trailing, tick)
        return (better, PriceLevel(trigger.price_type, not sell, turn))
    if trailing_stop(order, trigger, peak, tick) is not trigger:
        return (ANY_PRICE,)
    return (better, _triggered(order, trigger))


def _met(order: Order, price: Decimal) -> PriceLevel:
    """Where a limit order is carried out; one that is new is marked as waiting by the first price it sees."""
    if not order.is_maker:
        return ANY_PRICE
    buy = order.side is Side.BUY
    return PriceLevel(PriceType.ASK if buy else PriceType.BID, not buy, price)
