"""The orders of a SmartTrade that wait for a price: which, for what, and what it does to them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.margin import has_open_position, liquidation_price
from threecommas_mock.smart_trades.statuses import WATCHING_TARGETS, Status
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.matching import has_fired, match_order
from threecommas_mock.venue.order_types import PriceType
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.price_levels import PriceLevel, PriceLevels, price_levels


def observe(trade: SmartTrade, view: MarketView) -> SmartTrade:
    """*trade* after it has seen the prices of *moment*; the same object if nothing came of it."""
    for order in watched_orders(trade):
        seen = match_order(order, view)
        if seen is not order:
            trade = trade.with_order(seen)
    return trade


def watched_orders(trade: SmartTrade) -> Iterable[Order]:
    """Return the orders that prices can change now."""
    stop_loss = trade.stop_loss
    if trade.status is Status.WAITING_POSITION:
        return (trade.position,)
    # Once the stop loss has fired the targets are as good as cancelled.
    if stop_loss is not None and (trade.status is Status.STOP_LOSS_IN_PROGRESS or has_fired(stop_loss)):
        return (stop_loss,)
    if trade.status not in WATCHING_TARGETS:
        return ()
    # All but the entry; what has ended among them, no price changes.
    return trade.orders[1:]


def watched_prices(trade: SmartTrade, tick: Decimal) -> PriceLevels:
    """Tell at which prices *trade* has to be looked at; none if prices cannot change it."""
    levels = price_levels(watched_orders(trade), tick)
    liquidation = liquidation_price(trade, tick)
    if liquidation is None or not has_open_position(trade):
        return levels
    price_type = PriceType.BID if trade.is_long else PriceType.ASK
    return levels | {PriceLevel(price_type, rising=not trade.is_long, price=liquidation)}
