"""The cost and the result of carrying out an order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from threecommas_mock.venue.accounts import Fees
from threecommas_mock.venue.decimal_math import ZERO, bought_total, exact_product, less_fee, sold_total
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, Purpose, Side
from threecommas_mock.venue.orders import Fill, Order


def fill_order(
    order: Order,
    fees: Fees,
    view: MarketView,
    *,
    units: Decimal | None = None,
    status: OrderStatus = OrderStatus.FINISHED,
) -> Order:
    """Carry *order* out: at the price the exchange did it, or now at market if it has not yet.

    *units*, in base currency, replaces the amount that was planned.
    """
    amount = (order.units or Decimal(0)) if units is None else units
    price = order.executed_at_price or view.quote.taker_price(order.side)
    fill = _fill(order, fees, amount=amount, price=price, view=view)
    return replace(order, status=status, units=amount, fill=fill, updated_at=view.now, closed_at=view.now)


def newly_filled(before: Iterable[Order], after: Iterable[Order]) -> list[Order]:
    """Return the orders of *after* that have a fill which *before* had not."""
    known = {order.id for order in before if order.fill is not None}
    return [order for order in after if order.fill is not None and order.id not in known]


def traded_volume(order: Order, fees: Fees) -> Decimal:
    """Return what the fill of *order* traded in quote currency, without commission; zero without a fill."""
    if order.fill is None:
        return ZERO
    # The amount is less than what was bought where coins pay the commission, and the total has none then.
    if fees.in_coins and order.side is Side.BUY and order.purpose is Purpose.POSITION:
        return order.fill.total
    return order.fill.total_without_commission


def _fill(order: Order, fees: Fees, *, amount: Decimal, price: Decimal, view: MarketView) -> Fill:
    # Makers get their own price; a rested order closed by hand trades at market and pays as a taker.
    fee = fees.maker if order.is_maker and order.executed_at_price == order.price else fees.taker
    if order.side is Side.SELL:
        return Fill(amount, sold_total(amount, price, fee), price, view.now)
    if fees.in_coins and order.purpose is Purpose.POSITION:
        return Fill(less_fee(amount, fee), exact_product(amount, price), price, view.now)
    # Buying back a short: the fee is added to the total everywhere, so that whole coins come back (inferred).
    return Fill(amount, bought_total(amount, price, fee), price, view.now)
