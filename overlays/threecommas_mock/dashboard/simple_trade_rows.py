"""A simple trade as a row of the live page."""

from __future__ import annotations

from threecommas_mock.dashboard.chart_lines import marks, order_lines, order_price
from threecommas_mock.dashboard.rows import Json, distance, row
from threecommas_mock.simple_trades.entity import SimpleTrade
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import ORDER_TITLES


def simple_trade_row(trade: SimpleTrade, view: MarketView) -> Json:
    """Return what the table and the chart show of *trade*."""
    order = trade.order
    waits_at = order_price(order) if order.is_open else None
    return row(
        id=trade.id,
        pair=trade.pair,
        account=trade.account.name,
        account_id=trade.account.id,
        side=order.side,
        kind=f"conditional {order.order_type}" if trade.is_conditional else order.order_type,
        open=not trade.is_closed,
        status=ORDER_TITLES[trade.status],
        size=order.units,
        price=waits_at,
        to_price=distance(view.quote.last, waits_at),
        filled_at=None if order.fill is None else order.fill.price,
        cost=None if order.fill is None else order.fill.total,
        error=order.error,
        lines=order_lines("order", str(order.side).capitalize(), order, view.pair.tick)
        if order.is_open
        else [],
        marks=marks([(str(order.side).capitalize(), order)]),
    )
