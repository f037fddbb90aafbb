"""The coins that deals have handed over to SmartTrades, for what they had cost.

A deal that is converted ends as cancelled. The SmartTrade that takes its coins begins at the same moment, on
the same account and pair, without an entry of its own. What is sold for a whole account is no handover.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from threecommas_mock.deals.entity import Deal
from threecommas_mock.deals.statuses import Status
from threecommas_mock.reports.entries import Taken, entry_of
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.decimal_math import ZERO, exact_product, floor_total, quotient
from threecommas_mock.venue.tradable import Lifecycle, Tradable

Items = Sequence[tuple[Lifecycle[Any], Tradable]]
Handovers = dict[tuple[type, int], Taken]
"""What items took; below zero what they handed over."""


def handovers(items: Items) -> Handovers:
    """Return what each of *items* took from another, or handed over."""
    found: Handovers = {}
    takers = [item for _, item in items if isinstance(item, SmartTrade) and item.kind.skips_entry]
    for lifecycle, deal in items if takers else ():
        if not isinstance(deal, Deal) or deal.status is not Status.CANCELLED:
            continue
        for taker in takers:
            taken = _taken(lifecycle, deal, taker)
            if taken is not None:
                found[Deal, deal.id] = taken.handed
                found[SmartTrade, taker.id] = taken
                takers.remove(taker)
                break
    return found


def _taken(lifecycle: Lifecycle[Any], deal: Deal, taker: SmartTrade) -> Taken | None:
    """Return what *taker* took from *deal*; None if it took nothing."""
    same = (deal.account.id, deal.pair, deal.closed_at) == (taker.account.id, taker.pair, taker.created_at)
    units = taker.position.units
    if not same or not units or deal.is_long is not taker.is_long:
        return None
    left = entry_of(lifecycle, deal, ZERO)
    if units > left.coins.copy_abs():
        return None
    # At a price of zero, what is open is what the coins have cost.
    cost = left.open.copy_negate()
    coins = units.copy_sign(left.coins)
    if coins != left.coins:
        cost = floor_total(exact_product(cost, quotient(coins, left.coins)))
    return Taken(coins, cost, taker.created_at)
