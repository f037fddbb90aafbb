"""Liquidation: the price has used up the margin of a futures position.

Inferred, all of it: no source shows a liquidated SmartTrade. The position is closed at the price of
liquidation, whatever the market has jumped to, so that it costs its margin and no more; the SmartTrade ends
like one closed at market price.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from threecommas_mock.smart_trades import creation
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.lifecycle import cancel_open_orders
from threecommas_mock.smart_trades.margin import has_open_position, liquidation_price
from threecommas_mock.smart_trades.statuses import Status
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, Side
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.tradable import NewId


def reached(trade: SmartTrade, view: MarketView) -> Decimal | None:
    """Return the price at which *trade* is liquidated if the market is there, else None."""
    price = liquidation_price(trade, view.pair.tick)
    if price is None or not has_open_position(trade):
        return None
    market = view.quote.taker_price(Side.SELL if trade.is_long else Side.BUY)
    return price if (market <= price if trade.is_long else market >= price) else None


def liquidate(trade: SmartTrade, price: Decimal, view: MarketView, new_id: NewId) -> SmartTrade:
    """Let the exchange close what is open at *price*; what it had carried out before stays so."""
    trade = cancel_open_orders(trade, view)
    # Funds that the exchange had added before count in the price.
    price = liquidation_price(trade, view.pair.tick) or price
    order = trade.market_close
    if order is None:
        order = creation.market_close_order(trade.position, order_id=new_id(), view=view)
        trade = replace(trade, orders=(*trade.orders, order))
    trade = trade.with_order(_taken(order, price, view))
    return replace(trade, status=Status.PANIC_SELL_IN_PROGRESS, updated_at=view.now)


def _taken(order: Order, price: Decimal, view: MarketView) -> Order:
    taken = replace(order, status=OrderStatus.TO_PROCESS, updated_at=view.now)
    return replace(taken, executed_at_price=price)
