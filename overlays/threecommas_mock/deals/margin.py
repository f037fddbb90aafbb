"""The margin of a deal on a futures account, and the price at which it is used up.

Inferred, all of it, as for SmartTrades: the margin is what the open part cost without commission, divided by
the leverage; the exchange liquidates where the price has eaten it up, or earlier if the account asks for
*maintenance*. Left out: what the other funds do to save a cross position, and funding.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.deals.entity import ENTRIES, ZERO, Deal
from threecommas_mock.venue.decimal_math import (
    ceil_to_step,
    exact_difference,
    exact_product,
    exact_sum,
    floor_to_step,
    floor_total,
    quotient,
)

_ONE = Decimal(1)
_STEP = Decimal("0.00000001")


def liquidation_price(deal: Deal, tick: Decimal) -> Decimal | None:
    """Return the price at which the exchange closes the position, on the tick before its margin is gone.

    None on spot, without a position, and for a long that has no leverage.
    """
    if not deal.account.is_futures or deal.is_closed or deal.remaining <= 0:
        return None
    times = deal.settings.leverage
    kept = exact_product(times, deal.account.maintenance)
    share = (
        exact_difference(exact_sum((times, kept)), _ONE)
        if deal.is_long
        else exact_difference(exact_sum((times, _ONE)), kept)
    )
    price = quotient(exact_product(_cost(deal), share), exact_product(deal.entered.amount, times))
    if price <= 0:
        return None
    return ceil_to_step(price, tick) if deal.is_long else floor_to_step(price, tick)


def realised(deal: Deal) -> Decimal:
    """Return profit less commissions, as far as the position was closed; rounded against the account."""
    if not deal.entered.amount:
        return ZERO
    gain = exact_difference(deal.exited.volume, deal.entered.volume)
    if deal.is_long:
        return exact_sum((gain, floor_total(_cost_of_rest(deal))))
    return exact_difference(ZERO, gain, ceil_to_step(_cost_of_rest(deal), _STEP))


def reserved(deal: Deal) -> Decimal:
    """Return margin and closing commission of what is open, and the opening commission too of what may be."""
    if deal.is_closed:
        return ZERO
    cost, times = _cost_of_rest(deal), deal.settings.leverage
    held = _with_closing(deal, cost, quotient(cost, times))
    orders = (each.order for each in deal.open_orders(*ENTRIES))
    waiting = [
        exact_product(each.units or ZERO, each.executed_at_price or each.price or ZERO) for each in orders
    ]
    opening = [
        exact_sum((_with_closing(deal, worth, quotient(worth, times)), exact_product(worth, _fee(deal))))
        for worth in waiting
    ]
    return ceil_to_step(exact_sum((held, *opening)), _STEP)


def _cost(deal: Deal) -> Decimal:
    """Return what went in without commission."""
    fills = (each.order.fill for each in deal.filled(*ENTRIES))
    return exact_sum(fill.total_without_commission for fill in fills if fill is not None)


def _cost_of_rest(deal: Deal) -> Decimal:
    cost = _cost(deal)
    # Exact as long as nothing was closed: a quotient would round.
    if deal.remaining == deal.entered.amount:
        return cost
    return quotient(exact_product(cost, max(deal.remaining, ZERO)), deal.entered.amount)


def _with_closing(deal: Deal, worth: Decimal, kept: Decimal) -> Decimal:
    # The commission is that of a closing where the price has eaten the margin up.
    at_worst = exact_difference(worth, kept) if deal.is_long else exact_sum((worth, kept))
    return exact_sum((kept, exact_product(at_worst, _fee(deal))))


def _fee(deal: Deal) -> Decimal:
    # Which of the two will be due shows at the fill; until then the higher one is kept.
    return max(deal.account.fees.maker, deal.account.fees.taker)
