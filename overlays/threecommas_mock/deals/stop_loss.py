"""The place of the stop loss of a deal.

It moves, so this also tells whether the one that is watched still stands there.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.dca import targets
from threecommas_mock.deals.entity import ZERO, Deal, DealOrder, OrderKind


def stop_loss_price(deal: Deal, assumptions: Assumptions) -> Decimal | None:
    """Return where the stop loss stands: reckoned from the base order, or moved up by the steps done."""
    settings = deal.settings
    own = targets.stop_loss_price(deal.base.average, settings.stop_loss_percentage, long=deal.is_long)
    if not breaks_even(deal) or settings.breakeven_limit is None:
        return own
    done = sorted(deal.filled(OrderKind.TAKE_PROFIT), key=lambda each: each.number)
    prices = [each.order.price or ZERO for each in done]
    even = deal.base.average if assumptions.deal_breakeven == "base_order" else deal.entered.average
    return targets.breakeven_stop(even, prices, len(done), settings.breakeven_limit)


def breaks_even(deal: Deal) -> bool:
    """Tell whether steps were done that move the stop loss."""
    return deal.settings.breakeven_limit is not None and bool(deal.filled(OrderKind.TAKE_PROFIT))


def stands(stop: DealOrder | None, price: Decimal | None, *, trails: bool) -> bool:
    """Tell whether the stop loss is as it should be; a trailing one may have moved."""
    if stop is None:
        return price is None
    if trails != (stop.order.trailing is not None):
        return False
    return trails or (stop.order.trigger is not None and stop.order.trigger.value == price)
