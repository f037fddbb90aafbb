"""The effect of a SmartTrade on the balances of its account, computed from its orders.

A spot account pays and receives what the fills say. A futures account pays commissions and losses in quote
currency and receives profits. What is not in documents, and so inferred: an order that waits reserves what it
may cost, an open SmartTrade what its coins, its proceeds or its margin are, the commission of closing a
futures position included. A futures position that is given up stays open on the exchange and keeps its
margin.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.smart_trades.entity import SmartTrade, Turnover
from threecommas_mock.smart_trades.margin import cost_of_rest, leverage_factor, margin
from threecommas_mock.venue.balances import Balance, Balances, difference
from threecommas_mock.venue.decimal_math import (
    ZERO,
    bought_total,
    ceil_to_step,
    exact_difference,
    exact_product,
    exact_sum,
    floor_total,
    quotient,
)
from threecommas_mock.venue.fills import newly_filled
from threecommas_mock.venue.order_types import OrderStatus, Purpose, Side
from threecommas_mock.venue.orders import Order

_STEP = Decimal("0.00000001")


def funds_difference(before: SmartTrade | None, after: SmartTrade) -> Balances:
    """Return what the balances of the account change by when *before* becomes *after*."""
    return difference(_effect, before, after)


def traded_orders(before: SmartTrade | None, after: SmartTrade) -> list[Order]:
    """Return the orders that the exchange filled since *before*; coins that were there were not bought."""
    earlier = () if before is None else before.orders
    if earlier is after.orders:
        return []
    filled = newly_filled(earlier, after.orders)
    return [order for order in filled if order.status is not OrderStatus.SMART_SELL]


def _effect(trade: SmartTrade) -> dict[str, Balance]:
    """Return what *trade* adds to the balances of its account."""
    quote, _, base = trade.pair.partition("_")
    if trade.account.is_futures:
        return {quote: Balance(_realised(trade), _margin_reserved(trade))}
    # Coins that were there from the start did not move when they entered.
    own = trade.kind.skips_entry
    entered = Turnover.of(trade.additions) if own else trade.entered
    coins = exact_difference(entered.amount, trade.closed.amount)
    money = exact_difference(trade.closed.total, entered.total)
    if not trade.is_long:
        coins, money = coins.copy_negate(), money.copy_negate()
    return {
        base: Balance(coins, _coins_reserved(trade)),
        quote: Balance(money, _money_reserved(trade)),
    }


def _waiting(trade: SmartTrade) -> list[Order]:
    return [order for order in trade.orders if order.purpose is Purpose.POSITION and order.is_open]


def _coins_reserved(trade: SmartTrade) -> Decimal:
    if trade.is_closed:
        return ZERO
    own = trade.position if trade.kind.skips_entry else None
    spent = [order for order in _waiting(trade) if (order.side is Side.SELL) != (order is own)]
    held = trade.remaining if trade.is_long else ZERO
    return exact_sum((held, *(order.units or ZERO for order in spent)))


def _money_reserved(trade: SmartTrade) -> Decimal:
    if trade.is_closed:
        return ZERO
    own = trade.position if trade.kind.skips_entry else None
    spent = [order for order in _waiting(trade) if (order.side is Side.BUY) != (order is own)]
    left = ZERO if trade.is_long else max(ZERO, exact_difference(trade.entered.total, trade.closed.total))
    return exact_sum((left, *(_price(order, trade, own) for order in spent)))


def _price(order: Order, trade: SmartTrade, own: Order | None) -> Decimal:
    fees = trade.account.fees
    free = order is own or fees.in_coins
    return bought_total(order.units or ZERO, order.price or ZERO, ZERO if free else _fee(trade))


def _fee(trade: SmartTrade) -> Decimal:
    return max(trade.account.fees.maker, trade.account.fees.taker)


def _realised(trade: SmartTrade) -> Decimal:
    """Return profit less commissions, as far as positions were closed; rounded against the account."""
    if not trade.entered.amount:
        return ZERO
    gain = exact_difference(trade.closed.total, trade.entered.total)
    cost = cost_of_rest(trade)
    if trade.is_long:
        return exact_sum((gain, floor_total(cost)))
    return exact_difference(ZERO, gain, ceil_to_step(cost, _STEP))


def _margin_reserved(trade: SmartTrade) -> Decimal:
    """Return margin and closing commission of what is open, and the opening commission too of what may be."""
    held = _with_closing(trade, cost_of_rest(trade), margin(trade)) if trade.remaining else ZERO
    waiting = [exact_product(order.units or ZERO, order.price or ZERO) for order in _waiting(trade)]
    opening = [
        exact_sum(
            (
                _with_closing(trade, worth, quotient(worth, leverage_factor(trade))),
                exact_product(worth, _fee(trade)),
            )
        )
        for worth in waiting
    ]
    return ceil_to_step(exact_sum((held, *opening)), _STEP)


def _with_closing(trade: SmartTrade, worth: Decimal, kept: Decimal) -> Decimal:
    at_worst = exact_difference(worth, kept) if trade.is_long else exact_sum((worth, kept))
    return exact_sum((kept, exact_product(at_worst, _fee(trade))))
