"""The matching engine: what prices and time do to one order.

An order that waits is in one of three states, and a price can take it on:

    to_process with a trigger  -- trigger reached -->  trailing_activated, order_placed or executed
    trailing_activated         -- price turns back -->  executed
    order_placed               -- market meets price -->  executed

A trigger with a timeout first waits. Once the price is reached a time is set; when it is over the price is
looked at again, and the order goes on only if it is still reached. A trailing order keeps the best price
seen, its peak. It fires at a percentage back from there. A trailing stop loss has no percentage: its trigger
moves with the peak and keeps its distance. A limit order that meets the market at once is a taker and trades
at the market's price; one that waits is a maker and trades at its own.

Executed means that `executed_at_price` is set, nothing more. That 3Commas notices, fills the order and goes
on comes later and belongs to a room, such as `smart_trades.lifecycle`. Left out: partial fills, an order is
carried out whole.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from threecommas_mock.venue.decimal_math import (
    ZERO,
    exact_product,
    exact_sum,
    offset_by_percent,
    round_to_step,
)
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, OrderType, Side
from threecommas_mock.venue.orders import Order, Trailing, Trigger


def match_order(order: Order, view: MarketView) -> Order:
    """*order* after it has seen the prices of *moment*; the same object if nothing came of it."""
    if order.executed_at_price is not None:
        return order
    match order.status:
        case OrderStatus.TO_PROCESS if order.trigger is not None:
            return _check_trigger(order, order.trigger, view)
        case OrderStatus.TRAILING_ACTIVATED if order.trigger is not None and order.trailing is not None:
            return _trail(order, order.trigger, order.trailing, view)
        case OrderStatus.ORDER_PLACED if order.price is not None:
            return _match_limit(order, order.price, view)
    return order


def turning_price(side: Side, peak: Decimal, trailing: Trailing, tick: Decimal) -> Decimal:
    """Tell where a trailing order fires: its distance back from *peak*, on the tick of the exchange."""
    if trailing.amount is not None:
        back = trailing.amount if side is Side.BUY else trailing.amount.copy_negate()
        return round_to_step(exact_sum((peak, back)), tick)
    return offset_by_percent(peak, trailing.percent or ZERO, up=side is Side.BUY, tick=tick)


def trailing_stop(order: Order, trigger: Trigger, peak: Decimal, tick: Decimal) -> Trigger:
    """Keep a trailing stop loss at its distance from *peak* (inferred: answers show no percent).

    Gives the same object where that would not be nearer to the price.
    """
    distance = order.trailing.distance if order.trailing else None
    if distance is None:
        return trigger
    value = round_to_step(exact_product(peak, distance), tick)
    better = value > trigger.value if order.side is Side.SELL else value < trigger.value
    return replace(trigger, value=value) if better else trigger


def has_fired(stop_loss: Order | None) -> bool:
    """Tell whether the stop loss was triggered; from then on no target is watched any more."""
    return stop_loss is not None and (stop_loss.is_due or stop_loss.status is OrderStatus.ORDER_PLACED)


def _check_trigger(order: Order, trigger: Trigger, view: MarketView) -> Order:
    reached = trigger.reached(view.quote.price(trigger.price_type))
    if order.timeout is not None:
        return _run_timeout(order, reached=reached, view=view)
    return _fire_trigger(order, trigger, view) if reached else order


def _run_timeout(order: Order, *, reached: bool, view: MarketView) -> Order:
    """Wait once it is reached; when the time is up, look again (docs, simple trading: timeout)."""
    timeout, trigger = order.timeout, order.trigger
    if timeout is None or trigger is None:
        return order
    if timeout.due_at is None:
        due_at = view.now + timedelta(seconds=timeout.seconds)
        return replace(order, timeout=replace(timeout, due_at=due_at)) if reached else order
    if view.now < timeout.due_at:
        return order
    rested = replace(order, timeout=replace(timeout, due_at=None))
    return _fire_trigger(rested, trigger, view) if reached else rested


def _fire_trigger(order: Order, trigger: Trigger, view: MarketView) -> Order:
    """Act on a reached trigger: start trailing, place the limit order, or trade at market."""
    if order.trailing is not None and order.trailing.turns:
        price = view.quote.price(trigger.price_type)
        trailing = replace(order.trailing, peak=price, peak_at=view.now)
        return replace(order, status=OrderStatus.TRAILING_ACTIVATED, trailing=trailing)
    if order.order_type is OrderType.LIMIT and order.price is not None:
        return _match_limit(replace(order, status=OrderStatus.ORDER_PLACED), order.price, view)
    return replace(order, executed_at_price=view.quote.taker_price(order.side))


def _trail(order: Order, trigger: Trigger, trailing: Trailing, view: MarketView) -> Order:
    """Trail the price: a sell follows it up and fires when it falls back, a buy the other way round."""
    price = view.quote.price(trigger.price_type)
    peak = trailing.peak
    if peak is None or (price > peak if order.side is Side.SELL else price < peak):
        peak = price
        order = replace(order, trailing=replace(trailing, peak=price, peak_at=view.now))
    if not trailing.turns:
        return _move_trailing_stop(order, trigger, peak, view)
    turn = turning_price(order.side, peak, trailing, view.pair.tick)
    if price >= turn if order.side is Side.BUY else price <= turn:
        return replace(order, executed_at_price=view.quote.taker_price(order.side))
    return order


def _move_trailing_stop(order: Order, trigger: Trigger, peak: Decimal, view: MarketView) -> Order:
    """Move a trailing stop loss along with the peak, then see whether it is reached."""
    moved = trailing_stop(order, trigger, peak, view.pair.tick)
    if moved is not trigger:
        order = replace(order, trigger=moved)
    return _check_trigger(order, moved, view)


def _match_limit(order: Order, price: Decimal, view: MarketView) -> Order:
    """Trade a limit order at its price once the market comes to it, at the market's if already there."""
    market = view.quote.taker_price(order.side)
    if market <= price if order.side is Side.BUY else market >= price:
        return replace(order, executed_at_price=price if order.is_maker else market)
    return order if order.is_maker else replace(order, is_maker=True)
