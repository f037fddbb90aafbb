"""The orders of a deal that wait for a price.

They say at which prices the deal has to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from threecommas_mock.deals import margin
from threecommas_mock.deals.entity import Deal, DealOrder, OrderKind
from threecommas_mock.deals.statuses import WATCHING, Status
from threecommas_mock.venue.order_types import PriceType
from threecommas_mock.venue.price_levels import PriceLevel, PriceLevels, price_levels


def watched(deal: Deal) -> Iterable[DealOrder]:
    """Return the orders that prices can change now."""
    if deal.status is Status.BASE_ORDER_PLACED:
        return deal.open_orders(OrderKind.BASE)
    if deal.status not in WATCHING:
        return ()
    stop = deal.stop_loss
    # Once the stop loss has fired, the targets are as good as cancelled.
    if stop is not None and stop.order.is_due:
        return ()
    return deal.open_orders()


def watched_prices(deal: Deal, tick: Decimal) -> PriceLevels:
    """Tell at which prices *deal* has to be looked at; none if prices cannot change it."""
    levels = price_levels((each.order for each in watched(deal)), tick)
    price = margin.liquidation_price(deal, tick)
    if price is None:
        return levels
    price_type = PriceType.BID if deal.is_long else PriceType.ASK
    return levels | {PriceLevel(price_type, rising=not deal.is_long, price=price)}
