"""The actions on a SmartTrade: each function takes one and gives back the changed one, or refuses.

The answer shows the pending status at once; the rest happens in `lifecycle`. Which action needs which
status is in `availability`.
"""

from __future__ import annotations

from dataclasses import replace

from threecommas_mock.api.body_values import Body
from threecommas_mock.api.errors import NotFound
from threecommas_mock.smart_trades import creation, limits
from threecommas_mock.smart_trades.availability import flags, require
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.statuses import Status
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, Purpose
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.tradable import NewId

_CANCELLABLE = frozenset({Purpose.TAKE_PROFIT, Purpose.STOP_LOSS})


def set_note(trade: SmartTrade, note: str, view: MarketView) -> SmartTrade:
    """Replace the note; possible in every status (inferred)."""
    return replace(trade, note=note, updated_at=view.now)


def cancel(trade: SmartTrade, view: MarketView) -> SmartTrade:
    """Give the SmartTrade up; the coins stay where they are."""
    require(flags(trade).cancel_available, "Cancel")
    return replace(trade, status=Status.CANCELLATION_PENDING, updated_at=view.now)


def close_by_market(trade: SmartTrade, view: MarketView, new_id: NewId) -> SmartTrade:
    """Close everything at market price."""
    require(flags(trade).panic_sell_available, "Close by market")
    # Made now but sent later: while the status is pending, market_close is still answered as {}.
    order = creation.market_close_order(trade.position, order_id=new_id(), view=view)
    return replace(
        trade, status=Status.PANIC_SELL_PENDING, orders=(*trade.orders, order), updated_at=view.now
    )


def force_start(trade: SmartTrade, view: MarketView) -> SmartTrade:
    """Enter now at market price instead of waiting (docs: position status becomes panic_sell_pending)."""
    require(flags(trade).force_start_available, "Force start")
    # No longer a maker: the order is taken off the book and sent at market.
    position = replace(
        trade.position, status=OrderStatus.PANIC_SELL_PENDING, is_maker=False, updated_at=view.now
    )
    return replace(trade.with_order(position), status=Status.WAITING_POSITION, updated_at=view.now)


def require_force_process(trade: SmartTrade) -> None:
    """Refuse force_process where its flag is off; what it does is one `lifecycle.advance` (inferred)."""
    require(flags(trade).force_process_available, "Force process")


def add_funds(trade: SmartTrade, body: Body, view: MarketView, new_id: NewId) -> SmartTrade:
    """Order more coins; the answer does not show them yet (docs, Add funds)."""
    require(flags(trade).add_funds_available, "Add funds")
    limits.check_prices(body, view.pair)
    side = trade.position.side
    order = creation.funds_order(body, Purpose.POSITION, side, order_id=new_id(), view=view)
    limits.check_addition(order, view.pair)
    # Placed at once, unlike an entry: the SmartTrade has no status of its own for it.
    waits = body["order_type"] == "limit"
    order = replace(order, status=OrderStatus.ORDER_PLACED if waits else OrderStatus.TO_PROCESS)
    return replace(trade, orders=(*trade.orders, order), updated_at=view.now)


def reduce_funds(trade: SmartTrade, body: Body, view: MarketView, new_id: NewId) -> SmartTrade:
    """Order the sale of a part of the position."""
    require(flags(trade).reduce_funds_available, "Reduce funds")
    limits.check_prices(body, view.pair)
    side = trade.position.side.opposite
    order = creation.funds_order(body, Purpose.REDUCE_FUNDS, side, order_id=new_id(), view=view)
    limits.check_reduction(order, trade, view)
    return replace(
        trade, status=Status.PENDING_REDUCE_FUNDS, orders=(*trade.orders, order), updated_at=view.now
    )


def close_step(trade: SmartTrade, order_id: int, view: MarketView) -> SmartTrade:
    """Close one take-profit step at market price (docs: only while its order is being watched or placed)."""
    order = find_order(trade, order_id)
    # What the exchange has carried out cannot be closed again, though the answer does not show it yet.
    watched = trade.status is Status.WAITING_TARGETS and order.purpose is Purpose.TAKE_PROFIT
    require(watched and order.is_working and order.executed_at_price is None, "Close by market")
    closing = replace(order, status=OrderStatus.PANIC_SELL_PENDING, is_maker=False, updated_at=view.now)
    return replace(trade.with_order(closing), updated_at=view.now)


def cancel_order(trade: SmartTrade, order_id: int, view: MarketView) -> SmartTrade:
    """Cancel one target, the stop loss or funds to be added.

    Without any target or stop loss left the SmartTrade is cancelled (docs, Cancel trade). Funds to be added
    are neither, so without them it goes on as it was before they were ordered.
    """
    order = find_order(trade, order_id)
    require(is_cancelable(trade, order), "Cancel")
    trade = replace(trade.with_order(order.cancelled(view.now)), updated_at=view.now)
    if order.purpose is Purpose.POSITION or trade.open_steps or trade.stop_loss is not None:
        return trade
    return replace(trade, status=Status.CANCELLATION_PENDING)


def is_cancelable(trade: SmartTrade, order: Order) -> bool:
    """Tell whether one order can be cancelled alone, while the SmartTrade waits: targets and stop loss.

    So can a limit order of added funds that rests on the book (told by the vendor's staff). The entry itself
    goes with the whole SmartTrade.
    """
    if trade.status not in (Status.WAITING_POSITION, Status.WAITING_TARGETS):
        return False
    resting = order in trade.additions and order.status is OrderStatus.ORDER_PLACED
    can_be = resting or order.purpose in _CANCELLABLE
    return can_be and order.is_open and order.executed_at_price is None


def find_order(trade: SmartTrade, order_id: int) -> Order:
    """Return the order with this number, or raise NotFound."""
    for order in trade.orders:
        if order.id == order_id:
            return order
    # Words that follow the SmartTrade's; no page shows this one (inferred).
    raise NotFound("Not found", "Trade not found")
