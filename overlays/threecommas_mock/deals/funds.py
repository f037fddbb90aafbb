"""The effect of a deal on the balances of its account, computed from its orders.

A spot account pays and receives what the fills say, a futures account commissions, profits and losses in
quote currency. Inferred, as for SmartTrades: an order that rests reserves what it may cost, an open deal its
coins, its proceeds or its margin. A deal that was cancelled leaves its coins free.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.deals import margin
from threecommas_mock.deals.entity import ENTRIES, ZERO, Deal
from threecommas_mock.venue.balances import Balance, Balances, difference
from threecommas_mock.venue.decimal_math import bought_total, exact_difference, exact_sum
from threecommas_mock.venue.fills import newly_filled
from threecommas_mock.venue.orders import Order


def funds_difference(before: Deal | None, after: Deal) -> Balances:
    """Return what the balances of the account change by when *before* becomes *after*."""
    return difference(_effect, before, after)


def traded_orders(before: Deal | None, after: Deal) -> list[Order]:
    """Return the orders that the exchange filled since *before*."""
    earlier = () if before is None else before.orders
    # Most updates leave the orders alone, and the same tuple has no new fill.
    if earlier is after.orders:
        return []
    return newly_filled((each.order for each in earlier), (each.order for each in after.orders))


def _effect(deal: Deal) -> dict[str, Balance]:
    quote, _, base = deal.pair.partition("_")
    if deal.account.is_futures:
        return {quote: Balance(margin.realised(deal), margin.reserved(deal))}
    coins = exact_difference(deal.bought.amount, deal.sold.amount)
    money = exact_difference(deal.sold.volume, deal.bought.volume)
    return {base: Balance(coins, _coins_reserved(deal)), quote: Balance(money, _money_reserved(deal))}


def _coins_reserved(deal: Deal) -> Decimal:
    if deal.is_closed:
        return ZERO
    if deal.is_long:
        return max(deal.remaining, ZERO)
    return exact_sum(order.units or ZERO for order in _waiting(deal))


def _money_reserved(deal: Deal) -> Decimal:
    if deal.is_closed:
        return ZERO
    if not deal.is_long:
        return max(exact_difference(deal.sold.volume, deal.bought.volume), ZERO)
    return exact_sum(_cost(order, deal) for order in _waiting(deal))


def _waiting(deal: Deal) -> tuple[Order, ...]:
    return tuple(each.order for each in deal.open_orders(*ENTRIES))


def _cost(order: Order, deal: Deal) -> Decimal:
    fees = deal.account.fees
    # A fee in coins is taken from what is bought, not from the money put by.
    fee = ZERO if fees.in_coins else max(fees.maker, fees.taker)
    return bought_total(order.units or ZERO, order.executed_at_price or order.price or ZERO, fee)
