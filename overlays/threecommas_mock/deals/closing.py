"""The carrying out and calling off of the orders of a deal, and its end.

Pure functions: which of them comes next is decided in `lifecycle`. The end of a deal cancels what rests; what
the exchange had carried out before that is taken in first.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from threecommas_mock.dca import averages
from threecommas_mock.deals import events, placing
from threecommas_mock.deals.entity import ENTRIES, ZERO, Deal, DealOrder, OrderKind
from threecommas_mock.deals.statuses import Status
from threecommas_mock.venue.decimal_math import exact_difference, round_to_step
from threecommas_mock.venue.fills import fill_order
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.tradable import NewId

_PROFIT_STEP = Decimal("0.00000001")


def touched(deal: Deal, view: MarketView) -> Deal:
    """Return *deal* as of this update: its time, and the profit that answers show until the next one."""
    profit = round_to_step(profit_now(deal, view), _PROFIT_STEP)
    dollars = averages.usd(profit, view.usd)
    return replace(deal, updated_at=view.now, last_profit=profit, last_profit_usd=dollars)


def profit_now(deal: Deal, view: MarketView) -> Decimal:
    """Return what closing now would bring, in quote currency; all digits."""
    if deal.is_closed:
        # Of a deal that gave its coins away nothing came out; that it answers 0 is inferred.
        return exact_difference(deal.sold.volume, deal.bought.volume) if deal.exited.amount else ZERO
    return averages.open_deal_profit(
        deal.bought, deal.sold, long=deal.is_long, price=view.quote.last, fee=deal.account.fees.taker
    )


def closed_at_once(
    deal: Deal, status: Status, view: MarketView, new_id: NewId, *, price: Decimal | None = None
) -> Deal:
    """Close all that is left with one order at the market or at *price*, and end as *status*."""
    deal = settled(deal, view)
    deal = placing.called_off(deal, deal.open_orders(), view)
    units = deal.closable(view.pair.lot)
    if units:
        made = placing.market_order(deal, OrderKind.CLOSE, units, view, new_id, price=price)
        deal = filled(placing.placed(deal, (made,), view), view)
    return touched(ended(deal, status, view), view)


def filled(deal: Deal, view: MarketView, *kinds: OrderKind) -> Deal:
    """Carry out what the exchange has, or the orders of these kinds alone."""
    for each in deal.open_orders(*kinds):
        if not each.order.is_due:
            continue
        done = replace(each, order=fill_order(each.order, deal.account.fees, view))
        deal = deal.with_order(done)
        deal = deal.with_event(events.executed(deal, done), view.now)
    return deal


def settled(deal: Deal, view: MarketView) -> Deal:
    """Carry out what the exchange has already, before the rest is called off."""
    return filled(deal, view, *ENTRIES, OrderKind.TAKE_PROFIT)


def due(deal: Deal, *kinds: OrderKind) -> tuple[DealOrder, ...]:
    """Return the open orders of these kinds, or of all, that the exchange has carried out."""
    return tuple(each for each in deal.open_orders(*kinds) if each.order.is_due)


def left_alone(deal: Deal, kept: DealOrder, view: MarketView) -> Deal:
    """Leave one order, and let it close all that is left."""
    others = (each for each in deal.open_orders() if each.order.id != kept.order.id)
    deal = placing.called_off(deal, others, view)
    whole = replace(kept.order, units=deal.closable(view.pair.lot))
    return deal.with_order(replace(kept, order=whole))


def ended(deal: Deal, status: Status, view: MarketView) -> Deal:
    """Cancel what rests, and end as *status*."""
    deal = placing.called_off(deal, deal.open_orders(), view)
    deal = replace(deal, status=status, closed_at=view.now)
    profit = round_to_step(profit_now(deal, view), _PROFIT_STEP)
    percent = averages.closed_profit_percentage(deal.bought, deal.sold, long=deal.is_long)
    # A long that only gave its coins away would count as a total loss.
    percent = percent if deal.exited.amount else ZERO
    return deal.with_event(events.ended(deal, profit, averages.usd(profit, view.usd), percent), view.now)


def failed(deal: Deal, message: str, view: MarketView) -> Deal:
    """Cancel what rests, and fail for the reason of *message*."""
    deal = placing.called_off(deal, deal.open_orders(), view)
    deal = replace(deal, status=Status.FAILED, closed_at=view.now, error_message=message)
    return replace(deal, failed_message=message).with_event(message, view.now)
