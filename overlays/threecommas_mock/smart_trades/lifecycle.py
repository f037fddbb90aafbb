"""The state machine: how a SmartTrade goes on by itself.

3Commas answers every action with a pending status and finishes it later. `advance` is one such later moment:
it does the first thing there is to do, and nothing more, so that a poller sees every status.

    created -> waiting_position -> waiting_targets -> finished
       |                              |-> stop_loss_in_progress -> stop_loss_finished
       |                              |-> pending_reduce_funds -> reduce_funds_in_progress -> waiting_targets
       |                              |-> panic_sell_pending -> panic_sell_in_progress -> panic_sold
       |-> failed                     |-> cancellation_pending -> cancellation_in_progress -> cancelled

A status is left for one of three reasons. Some are always pending and go on at the next moment: created,
pending_reduce_funds, and both steps of a close by market and of a cancellation. Some wait for one order:
waiting_position for the entry, stop_loss_in_progress for the stop loss. In the others the position is open,
and its orders are gone through in a fixed order: funds that come in, targets, the stop loss, funds taken out.
So a target that is due sees the larger position, and comes before a stop loss.

Two things hold at every end. Open orders are cancelled, but for those the exchange has carried out already.
The profit is kept as it is then, as prices go on moving. An entry that the account cannot pay for ends in
failed; funds to be added are refused alone, and the SmartTrade lives on.

Actions asked for by a request are in `actions`. Prices are watched by `watch` and `venue.matching`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.profit import profit
from threecommas_mock.smart_trades.statuses import Status
from threecommas_mock.smart_trades.targets import arm, move_to_breakeven, resize_stop_loss
from threecommas_mock.venue.decimal_math import exact_product, floor_to_step
from threecommas_mock.venue.fills import fill_order
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.matching import has_fired
from threecommas_mock.venue.order_types import OrderStatus, OrderType, Purpose
from threecommas_mock.venue.orders import Fill, Order

NO_FUNDS = "Insufficient balance"
"""What the exchange says to an order that it cannot book (inferred)."""

_ALWAYS_PENDING = frozenset(
    {
        Status.CREATED,
        Status.PENDING_REDUCE_FUNDS,
        Status.PANIC_SELL_PENDING,
        Status.PANIC_SELL_IN_PROGRESS,
        Status.CANCELLATION_PENDING,
        Status.CANCELLATION_IN_PROGRESS,
    }
)


def is_pending(trade: SmartTrade) -> bool:
    """Tell whether `advance` would change anything."""
    if trade.is_closed:
        return False
    if trade.status in _ALWAYS_PENDING:
        return True
    match trade.status:
        case Status.WAITING_POSITION:
            return trade.position.is_due
        case Status.STOP_LOSS_IN_PROGRESS:
            return trade.stop_loss is None or trade.stop_loss.is_executed or trade.stop_loss.is_due
        case _:
            to_do = any(order.is_due or order.status is OrderStatus.IDLE for order in trade.orders[1:])
            return to_do or has_fired(trade.stop_loss)


def is_timed(trade: SmartTrade) -> bool:
    """Tell whether time alone can change something: a stop loss timeout is running."""
    stop_loss = trade.stop_loss
    return stop_loss is not None and stop_loss.timeout is not None and stop_loss.timeout.due_at is not None


def advance(trade: SmartTrade, view: MarketView) -> SmartTrade:
    """Take *trade* one transition further; unchanged if nothing is pending."""
    if not is_pending(trade):
        return trade
    go_on = _TRANSITIONS.get(trade.status, _process_open_position)
    return go_on(replace(trade, updated_at=view.now), view)


def _start(trade: SmartTrade, view: MarketView) -> SmartTrade:
    position = replace(trade.position, updated_at=view.now)
    if trade.account.refusal is not None:
        return _fail(trade, trade.account.refusal, view)
    if trade.kind.skips_entry:
        return _take_own_funds(trade, view)
    limit = position.order_type is OrderType.LIMIT and position.trigger is None
    # A forced start may have come first and keeps its own status.
    if position.status is not OrderStatus.PANIC_SELL_PENDING:
        position = replace(position, status=OrderStatus.ORDER_PLACED if limit else OrderStatus.TO_PROCESS)
    return replace(trade.with_order(position), status=Status.WAITING_POSITION)


def _fail(trade: SmartTrade, reason: str, view: MarketView) -> SmartTrade:
    position = replace(
        trade.position,
        status=OrderStatus.FAILED,
        error=reason,
        updated_at=view.now,
        closed_at=view.now,
    )
    failed = replace(cancel_open_orders(trade.with_order(position), view), error=reason)
    return _close(failed, Status.FAILED, view)


def _take_own_funds(trade: SmartTrade, view: MarketView) -> SmartTrade:
    """Enter coins already held, at the price given and without fee (docs, Cancel trade: 20 at 0.10268)."""
    position = trade.position
    units, price = position.units, position.price
    if units is None or price is None:
        raise ValueError(f"SmartTrade {trade.id} skips the entry but has no units or price")
    fill = Fill(units, exact_product(units, price), price, view.now)
    held = replace(position, status=OrderStatus.SMART_SELL, fill=fill, updated_at=view.now)
    return arm(replace(trade.with_order(held), status=Status.WAITING_TARGETS), view)


def _enter(trade: SmartTrade, view: MarketView) -> SmartTrade:
    if trade.account.refusal is not None:
        return _fail(trade, trade.account.refusal, view)
    entered = trade.with_order(_fill(trade, trade.position, view))
    if trade.kind.instant:
        # Without targets there is nothing left to wait for (inferred: no example shows this end).
        return _close(entered, Status.FINISHED, view)
    return arm(replace(entered, status=Status.WAITING_TARGETS), view)


def _process_open_position(trade: SmartTrade, view: MarketView) -> SmartTrade:
    """Do the first thing there is to do while the position is open."""
    # Coins come in before they go out, so that targets which are due see the larger position.
    for order in trade.additions:
        if order.is_due:
            return arm(trade.with_order(_fill(trade, order, view)), view)
    for order in trade.open_steps:
        if order.is_due:
            return _fill_step(trade, order, view)
    stop_loss = trade.stop_loss
    if stop_loss is not None and has_fired(stop_loss):
        return _start_stop_loss(trade, stop_loss, view)
    for order in trade.reductions:
        if order.is_due:
            return _reduce(trade, order, view)
    return arm(trade, view)


def _fill_step(trade: SmartTrade, order: Order, view: MarketView) -> SmartTrade:
    by_hand = order.status is OrderStatus.PANIC_SELL_PENDING
    status = OrderStatus.PANIC_SOLD if by_hand else OrderStatus.FINISHED
    trade = trade.with_order(_fill(trade, order, view, status))
    # Coins below one lot may be left over; no order could sell them.
    if not trade.open_steps:
        return _close(cancel_open_orders(trade, view), Status.FINISHED, view)
    return resize_stop_loss(move_to_breakeven(trade, view), view)


def _start_stop_loss(trade: SmartTrade, stop_loss: Order, view: MarketView) -> SmartTrade:
    """Show the stop loss as finished from here on, unless its limit order still waits (recorded 2021)."""
    if stop_loss.is_due:
        stop_loss = _fill(trade, stop_loss, view)
    others = cancel_open_orders(trade, view, keep=Purpose.STOP_LOSS)
    return replace(others.with_order(stop_loss), status=Status.STOP_LOSS_IN_PROGRESS)


def _finish_stop_loss(trade: SmartTrade, view: MarketView) -> SmartTrade:
    stop_loss = trade.stop_loss
    if stop_loss is not None and not stop_loss.is_executed:
        trade = trade.with_order(_fill(trade, stop_loss, view))
    return _close(trade, Status.STOP_LOSS_FINISHED, view)


def _send_reductions(trade: SmartTrade, view: MarketView) -> SmartTrade:
    for order in trade.reductions:
        if order.status is OrderStatus.IDLE:
            limit = order.order_type is OrderType.LIMIT
            status = OrderStatus.ORDER_PLACED if limit else OrderStatus.TO_PROCESS
            trade = trade.with_order(replace(order, status=status, updated_at=view.now))
    return replace(trade, status=Status.REDUCE_FUNDS_IN_PROGRESS)


def _reduce(trade: SmartTrade, order: Order, view: MarketView) -> SmartTrade:
    trade = trade.with_order(_fill(trade, order, view))
    return arm(replace(trade, status=Status.WAITING_TARGETS), view)


def _send_market_close(trade: SmartTrade, view: MarketView) -> SmartTrade:
    trade = cancel_open_orders(trade, view)
    if trade.market_close is not None:
        sent = replace(trade.market_close, status=OrderStatus.TO_PROCESS, updated_at=view.now)
        trade = trade.with_order(sent)
    return replace(trade, status=Status.PANIC_SELL_IN_PROGRESS)


def _finish_market_close(trade: SmartTrade, view: MarketView) -> SmartTrade:
    if trade.market_close is not None:
        trade = trade.with_order(_fill(trade, trade.market_close, view))
    return _close(trade, Status.PANIC_SOLD, view)


def _start_cancellation(trade: SmartTrade, view: MarketView) -> SmartTrade:
    return replace(trade, status=Status.CANCELLATION_IN_PROGRESS)


def _finish_cancellation(trade: SmartTrade, view: MarketView) -> SmartTrade:
    return _close(cancel_open_orders(trade, view), Status.CANCELLED, view)


def cancel_open_orders(
    trade: SmartTrade, view: MarketView, *, keep: Purpose = Purpose.MARKET_CLOSE
) -> SmartTrade:
    """Cancel every open order but those kept; what the exchange has carried out already cannot be undone."""
    # In one and the same tick targets may take the last coins and the stop loss fire, so it comes last.
    for order in sorted(trade.orders, key=lambda order: order.purpose is Purpose.STOP_LOSS):
        if order.is_open and order.purpose is not keep:
            carried_out = order.executed_at_price is not None and (
                not trade.is_entered or trade.remaining > 0
            )
            ended = _fill(trade, order, view) if carried_out else order.cancelled(view.now)
            trade = trade.with_order(ended)
    return trade


def _fill(
    trade: SmartTrade, order: Order, view: MarketView, status: OrderStatus = OrderStatus.FINISHED
) -> Order:
    """Execute an order; one that closes moves no more coins than are left."""
    units = order.units
    if order.purpose is not Purpose.POSITION:
        left = floor_to_step(trade.remaining, view.pair.lot)
        units = left if units is None else min(units, left)
    return fill_order(order, trade.account.fees, view, units=units, status=status)


def fail_for_missing_funds(trade: SmartTrade, tried: SmartTrade, view: MarketView) -> SmartTrade:
    """Tell what becomes of *trade* if the exchange has no funds for the orders that *tried* carries out.

    Funds that were to be added are not; anything else fails the SmartTrade and leaves what it has on the
    account (inferred, the words too).
    """
    filled = {order.id for order in trade.orders if order.fill is not None}
    unpaid = [order for order in tried.orders if order.fill is not None and order.id not in filled]
    numbers = {order.id for order in unpaid}
    added = [order for order in unpaid if order.purpose is Purpose.POSITION and order.id != trade.position.id]
    if added:
        numbers = {order.id for order in added}
    for order in trade.orders:
        if order.id in numbers:
            trade = trade.with_order(_refused(order, view))
        elif order.is_open and not added:
            trade = trade.with_order(order.cancelled(view.now))
    return trade if added else _close(replace(trade, error=NO_FUNDS), Status.FAILED, view)


def _refused(order: Order, view: MarketView) -> Order:
    ended = replace(order, updated_at=view.now, closed_at=view.now)
    return replace(ended, status=OrderStatus.FAILED, error=NO_FUNDS, executed_at_price=None)


def _close(trade: SmartTrade, status: Status, view: MarketView) -> SmartTrade:
    closed = replace(trade, status=status, closed_at=view.now, updated_at=view.now)
    # Prices go on moving; the profit of what has ended must not.
    return replace(closed, final_profit=profit(closed, view))


_TRANSITIONS: Mapping[Status, Callable[[SmartTrade, MarketView], SmartTrade]] = {
    Status.CREATED: _start,
    Status.WAITING_POSITION: _enter,
    Status.STOP_LOSS_IN_PROGRESS: _finish_stop_loss,
    Status.PENDING_REDUCE_FUNDS: _send_reductions,
    Status.PANIC_SELL_PENDING: _send_market_close,
    Status.PANIC_SELL_IN_PROGRESS: _finish_market_close,
    Status.CANCELLATION_PENDING: _start_cancellation,
    Status.CANCELLATION_IN_PROGRESS: _finish_cancellation,
}
"""What to do in a status; in all others the position is open and `_process_open_position` finds out."""
