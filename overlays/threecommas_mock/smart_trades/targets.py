"""Setting up take profit and stop loss once the position is there.

Turns percentages into prices, shares the coins out over the steps and arms what is idle. Whether a target is
reached is seen in `venue.matching`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from threecommas_mock.smart_trades.entity import SmartTrade, Turnover
from threecommas_mock.smart_trades.profit import average_price
from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    exact_difference,
    exact_product,
    exact_sum,
    floor_to_step,
    offset_by_percent,
    quotient,
    split,
)
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, OrderType, Purpose
from threecommas_mock.venue.orders import Order, Trigger


def arm(trade: SmartTrade, view: MarketView) -> SmartTrade:
    """Share the coins out anew and put every idle target to work.

    Done after the entry, a PATCH, adding and reducing funds.
    """
    entry = average_price(trade.entered, view.pair.tick) or trade.position.price or Decimal(0)
    for step, units in _shares(trade, view):
        armed = replace(_armed(step, entry, view), units=units)
        trade = trade.with_order(armed)
    if trade.stop_loss is not None:
        trade = trade.with_order(_armed(trade.stop_loss, entry, view))
    return resize_stop_loss(trade, view)


def resize_stop_loss(trade: SmartTrade, view: MarketView) -> SmartTrade:
    """Let the stop loss cover what is left of the position."""
    stop_loss = trade.stop_loss
    if stop_loss is None:
        return trade
    return trade.with_order(replace(stop_loss, units=floor_to_step(trade.remaining, view.pair.lot)))


def move_to_breakeven(trade: SmartTrade, view: MarketView) -> SmartTrade:
    """Move the stop loss to the entry price, never away from it, once a target was reached (inferred)."""
    stop_loss = trade.stop_loss
    entry = average_price(trade.entered, view.pair.tick)
    if not trade.breakeven or stop_loss is None or stop_loss.trigger is None or entry is None:
        return trade
    trigger = stop_loss.trigger
    safer = entry > trigger.value if trade.is_long else entry < trigger.value
    if not safer:
        return trade
    return trade.with_order(replace(stop_loss, trigger=replace(trigger, value=entry)))


def _shares(trade: SmartTrade, view: MarketView) -> tuple[tuple[Order, Decimal], ...]:
    """Share the coins out over the steps that can still change."""
    # What the exchange has carried out keeps its amount, though the answer does not show it yet.
    steps = tuple(step for step in trade.open_steps if not step.is_due)
    if not steps:
        return ()
    weights = [step.volume or Decimal(0) for step in steps]
    promised = exact_sum(step.units or Decimal(0) for step in trade.open_steps if step.is_due)
    base = exact_difference(trade.entered.amount, Turnover.of(trade.reductions).amount)
    # Steps that were cancelled leave their share unsold.
    wanted = exact_product(base, quotient(exact_sum(weights), HUNDRED))
    units = min(wanted, exact_difference(trade.remaining, promised))
    return tuple(zip(steps, split(units, weights, lot=view.pair.lot), strict=True))


def _armed(order: Order, entry: Decimal, view: MarketView) -> Order:
    if order.status is not OrderStatus.IDLE or order.trigger is None:
        return order
    trigger = _in_quote_currency(order.trigger, entry, tick=view.pair.tick)
    order = replace(order, trigger=trigger, updated_at=view.now)
    is_step = order.purpose is Purpose.TAKE_PROFIT
    if is_step and order.order_type is OrderType.LIMIT:
        return replace(order, status=OrderStatus.ORDER_PLACED, price=trigger.value)
    if not is_step and order.trailing is not None and order.trailing.distance is not None:
        return replace(order, status=OrderStatus.TRAILING_ACTIVATED)  # sent again as it was
    if not is_step and order.trailing is not None and entry:
        # A trailing stop loss trails from the start (recorded 2021), measured from the entry price.
        distance = quotient(trigger.value, entry)
        trailing = replace(order.trailing, distance=distance, peak=entry, peak_at=view.now)
        return replace(order, status=OrderStatus.TRAILING_ACTIVATED, trailing=trailing)
    return replace(order, status=OrderStatus.TO_PROCESS)


def _in_quote_currency(trigger: Trigger, entry: Decimal, *, tick: Decimal) -> Trigger:
    """Measure a percentage from the average entry price (docs, Add funds: 0.10457 and 5.0 give 0.1098)."""
    if trigger.percent is None:
        return trigger
    return replace(trigger, value=offset_by_percent(entry, trigger.percent, up=trigger.rising, tick=tick))
