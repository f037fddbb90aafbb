"""The state machine: how a simple trade goes on by itself.

    to_process -- market order --> order_placed -- carried out --> finished
        | trigger reached, trailing --> trailing_activated -- price turns back --> order_placed
        | limit order --> order_placed -- market meets its price --> finished
    any of them -- cancel --> cancelled         any of them -- the exchange refuses --> failed

The documented list shows a market order with order_placed a second before it is finished, so both steps can
be seen. A limit order that may not rest is cancelled if the market does not meet it as it arrives. One that
may only rest is refused if the market does: both are inferred from what exchanges do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from threecommas_mock.simple_trades.entity import SimpleTrade, TimeInForce
from threecommas_mock.venue.balances import Balance, difference
from threecommas_mock.venue.decimal_math import ZERO, bought_total, exact_difference
from threecommas_mock.venue.fills import fill_order, newly_filled
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.matching import match_order
from threecommas_mock.venue.order_types import OrderStatus, Side
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.positions import Position, change_by, reducible

NO_FUNDS = "Insufficient balance"
"""What the exchange says to an order that it cannot book (inferred)."""

WOULD_TAKE = "Order would immediately match and take"
"""What the exchange says to an order that may only rest (inferred)."""

NOTHING_TO_REDUCE = "ReduceOnly Order is rejected"
"""What the exchange says to an order that may only shrink a position that is not there (inferred)."""


def is_pending(trade: SimpleTrade) -> bool:
    """Tell whether `advance` would change anything."""
    sent = not trade.is_limit and trade.order.status is OrderStatus.ORDER_PLACED
    return trade.order.is_due or sent or _came_too_late(trade)


def is_timed(trade: SimpleTrade) -> bool:
    """Tell whether time alone can change something: a timeout is running."""
    timeout = trade.order.timeout
    return trade.order.is_open and timeout is not None and timeout.due_at is not None


def observe(trade: SimpleTrade, view: MarketView) -> SimpleTrade:
    """Let *trade* see the market; the same object if nothing came of it."""
    seen = match_order(trade.order, view)
    return trade if seen is trade.order else trade.with_order(seen)


def advance(trade: SimpleTrade, view: MarketView, position: Position) -> SimpleTrade:
    """Take *trade* one transition further; unchanged if nothing is pending.

    *position* is what the account holds of the pair, if it is a futures account.
    """
    if not is_pending(trade):
        return trade
    order = replace(trade.order, updated_at=view.now)
    if (reason := _refusal(trade, position)) is not None:
        return trade.with_order(_failed(order, reason, view))
    if _came_too_late(trade):
        return trade.with_order(order.cancelled(view.now))
    turned = order.status is OrderStatus.TRAILING_ACTIVATED
    if trade.is_limit and turned:
        # From here on it is a limit order like any other.
        return trade.with_order(replace(order, status=OrderStatus.ORDER_PLACED, executed_at_price=None))
    if order.status is not OrderStatus.ORDER_PLACED:
        return trade.with_order(replace(order, status=OrderStatus.ORDER_PLACED))
    return _filled(trade, order, view, position)


def _refusal(trade: SimpleTrade, position: Position) -> str | None:
    """Tell why the exchange refuses the order; None if it does not."""
    order = trade.order
    if trade.account.refusal is not None:
        return trade.account.refusal
    if trade.time_in_force is TimeInForce.POST_ONLY and order.executed_at_price and not order.is_maker:
        return WOULD_TAKE
    if trade.reduce_only and trade.account.is_futures and not reducible(position, order.side):
        return NOTHING_TO_REDUCE
    return None


def _filled(trade: SimpleTrade, order: Order, view: MarketView, position: Position) -> SimpleTrade:
    if not trade.account.is_futures:
        return trade.with_order(fill_order(order, trade.account.fees, view))
    units = order.units or ZERO
    if trade.reduce_only:
        # The position may have shrunk since the order was sent.
        units = min(units, reducible(position, order.side))
    filled = fill_order(order, trade.account.fees, view, units=units)
    if filled.fill is None:
        return trade
    change = change_by(position, order.side, units, filled.fill.price)
    # What was asked for stays visible beside what was filled.
    return replace(trade, order=replace(filled, units=order.units), change=change)


def cancel(trade: SimpleTrade, view: MarketView) -> SimpleTrade:
    """Call *trade* off; the answer has it cancelled at once (docs, Cancel Trade)."""
    return trade.with_order(trade.order.cancelled(view.now))


def fail_for_missing_funds(trade: SimpleTrade, tried: SimpleTrade, view: MarketView) -> SimpleTrade:
    """Let *trade* fail: the account cannot pay for what *tried* carries out."""
    return trade.with_order(_failed(trade.order, NO_FUNDS, view))


def funds_difference(before: SimpleTrade | None, after: SimpleTrade) -> Mapping[str, Balance]:
    """Return what the balances of the account change by when *before* becomes *after*."""
    return difference(_effect, before, after)


def traded_orders(before: SimpleTrade | None, after: SimpleTrade) -> list[Order]:
    """Return the order if the exchange filled it since *before*."""
    return newly_filled(() if before is None else before.orders, after.orders)


def _came_too_late(trade: SimpleTrade) -> bool:
    """Tell whether it had to be met as it arrived, and was not."""
    placed = trade.order.status is OrderStatus.ORDER_PLACED and trade.order.executed_at_price is None
    return trade.has_to_be_met_at_once and placed and trade.order.is_maker


def _failed(order: Order, reason: str, view: MarketView) -> Order:
    return replace(
        order,
        status=OrderStatus.FAILED,
        error=reason,
        executed_at_price=None,
        updated_at=view.now,
        closed_at=view.now,
    )


def _effect(trade: SimpleTrade) -> dict[str, Balance]:
    """Return what *trade* adds to the balances: what it moved, or what it may cost while it waits."""
    quote, _, base = trade.pair.partition("_")
    if trade.account.is_futures:
        return {quote: _margin(trade)}
    order, fill = trade.order, trade.order.fill
    buys = order.side is Side.BUY
    if fill is not None:
        coins, money = fill.amount, fill.total
        signed = (coins, money.copy_negate()) if buys else (coins.copy_negate(), money)
        return {base: Balance(signed[0]), quote: Balance(signed[1])}
    kept = Balance(reserved=_worth(trade) if buys else order.units or ZERO) if order.is_open else Balance()
    return {quote if buys else base: kept, base if buys else quote: Balance()}


def _margin(trade: SimpleTrade) -> Balance:
    """Return what a futures account paid and keeps put by; the whole cost is margin, as no factor is sent."""
    fill, change = trade.order.fill, trade.change
    if fill is not None and change is not None:
        commission = abs(exact_difference(fill.total, fill.total_without_commission))
        return Balance(exact_difference(change.profit, commission), change.cost)
    # An order that may only shrink a position needs no margin.
    waits = trade.order.is_open and not trade.reduce_only
    return Balance(reserved=_worth(trade)) if waits else Balance()


def _worth(trade: SimpleTrade) -> Decimal:
    """Return what the order may cost at its expected price, the fee included."""
    fees = trade.account.fees
    # A fee in coins is taken from what is bought, not from the money put by.
    fee = ZERO if fees.in_coins else max(fees.maker, fees.taker)
    return bought_total(trade.order.units or ZERO, trade.expected_price, fee)
