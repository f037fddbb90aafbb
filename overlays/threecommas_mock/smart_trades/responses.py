"""A SmartTrade as the JSON object of an answer: version 2, in the form of the 2024 and 2025 examples.

Amounts are text, dates ISO 8601; what the examples leave out is left out here too.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.smart_trades.availability import flags
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.margin import liquidation_price, margin, return_on_equity
from threecommas_mock.smart_trades.order_responses import (
    Json,
    market_close,
    optional_text,
    order_status,
    reduction,
    status,
    stop_loss,
    take_profit,
    trailing,
)
from threecommas_mock.smart_trades.profit import average_price, average_price_without_commission, profit
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import product, text, truncate_total
from threecommas_mock.venue.market_view import Moment
from threecommas_mock.venue.order_types import STATUS_TITLES, OrderStatus
from threecommas_mock.venue.orders import Order, Trigger

_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def smart_trade(trade: SmartTrade, moment: Moment) -> Json:
    """Write the SmartTrade entity."""
    return {
        "id": trade.id,
        "version": 2,
        "account": _account(trade),
        "pair": trade.pair,
        "instant": trade.kind.instant,
        "status": status(trade.status, STATUS_TITLES[trade.status], trade.error),
        "leverage": _leverage(trade),
        "position": _position(trade, moment),
        "take_profit": take_profit(trade),
        "stop_loss": stop_loss(trade),
        "reduce_funds": {"steps": [reduction(order) for order in trade.reductions]},
        "market_close": market_close(trade),
        "note": (trade.note or "").translate(_HTML),
        "note_raw": trade.note,
        "skip_enter_step": trade.kind.skips_entry,
        "data": _data(trade, moment),
        "profit": _profit(trade, moment),
        "margin": _margin(trade),
        # The docs' sentence says the opposite of every example.
        "is_position_not_filled": not trade.is_entered,
    }


def _account(trade: SmartTrade) -> Json:
    account = trade.account
    return {
        "id": account.id,
        "type": account.type,
        "name": account.name,
        "market": account.market,
        "link": f"/accounts/{account.id}",
    }


def _leverage(trade: SmartTrade) -> Json:
    if trade.leverage is None:
        return {"enabled": False}
    return {"enabled": True, "type": trade.leverage.mode, "value": text(trade.leverage.value)}


def _margin(trade: SmartTrade) -> Json:
    """Null on spot (docs), text on futures (recorded); that both are the same is inferred."""
    kept = text(truncate_total(margin(trade))) if trade.account.is_futures else None
    return {"amount": kept, "total": kept}


def _position(trade: SmartTrade, moment: Moment) -> Json:
    order, entered = trade.position, trade.entered
    held = order.status is OrderStatus.SMART_SELL
    bought = trade.is_entered and not held
    units, price, total = (
        order.units,
        order.price,
        product(order.units or Decimal(0), order.price or Decimal(0)),
    )
    # Until the fill both prices are the one asked for or expected.
    without: Decimal | None = price
    if trade.is_entered:
        tick = moment.pair.tick
        units, total = entered.amount, entered.total
        price = average_price(entered, tick) if bought or trade.additions else price
        without = average_price_without_commission(entered, tick) if bought else None
    position: Json = {
        "type": order.side,
        "editable": trade.kind.skips_entry,
        "units": {"value": optional_text(units), "editable": False},
        "price": {
            "value": optional_text(price),
            "value_without_commission": optional_text(without),
            "editable": not bought,
        },
        "total": {"value": text(truncate_total(total))},
        "order_type": "conditional" if order.trigger else order.order_type,
        "status": order_status(order),
    }
    if order.trigger is not None:
        position["conditional"] = _conditional(order, order.trigger, editable=not trade.is_entered)
    return position


def _conditional(order: Order, trigger: Trigger, *, editable: bool) -> Json:
    return {
        "editable": editable,
        "price": {"value": text(trigger.value), "type": trigger.follows},
        "order_type": order.order_type,
        "trailing": trailing(order.trailing),
    }


def _data(trade: SmartTrade, moment: Moment) -> Json:
    available, account = flags(trade), trade.account
    commission = text(account.commission) if account.commission_is_text else float(account.commission)
    data: Json = {
        "editable": available.editable,
        "current_price": _current_price(moment),
        "target_price_type": "price",
        "orderbook_price_currency": moment.pair.quote_currency,
        "base_order_finished": True,  # in every example, whatever the status
        "missing_funds_to_close": "0.0",
        "liquidation_price": optional_text(liquidation_price(trade, moment.pair.tick)),
        **_averages(trade, moment),
        "panic_sell_available": available.panic_sell_available,
        "add_funds_available": available.add_funds_available,
        "reduce_funds_available": available.reduce_funds_available,
        "force_start_available": available.force_start_available,
        "force_process_available": available.force_process_available,
        "cancel_available": available.cancel_available,
        "finished": available.finished,
        "base_position_step_finished": available.base_position_step_finished,
        **_flows(trade),
        "commission": commission,
        "created_at": timestamp(trade.created_at),
        "updated_at": timestamp(trade.updated_at),
    }
    if trade.closed_at is not None:
        data["closed_at"] = timestamp(trade.closed_at)
    return data | {"type": trade.kind}


def _current_price(moment: Moment) -> Json:
    quote = moment.quote
    return {
        "bid": text(quote.bid),
        "ask": text(quote.ask),
        "last": text(quote.last),
        "quote_volume": text(quote.quote_volume),
        "day_change_percent": text(quote.day_change_percent),
    }


def _averages(trade: SmartTrade, moment: Moment) -> Json:
    """Averages are null until something was filled, and the enter ones stay null for own funds."""
    tick = moment.pair.tick
    entered, closed = trade.entered, trade.closed
    bought = trade.is_entered and not trade.kind.skips_entry
    return {
        "average_enter_price": optional_text(average_price(entered, tick) if bought else None),
        "average_close_price": optional_text(average_price(closed, tick)),
        "average_enter_price_without_commission": optional_text(
            average_price_without_commission(entered, tick) if bought else None
        ),
        "average_close_price_without_commission": optional_text(
            average_price_without_commission(closed, tick)
        ),
    }


def _flows(trade: SmartTrade) -> Json:
    entered, closed = trade.entered, trade.closed
    return {
        "entered_amount": text(entered.amount),
        "entered_total": text(entered.total),
        "closed_amount": text(closed.amount),
        "closed_total": text(closed.total),
    }


def _profit(trade: SmartTrade, moment: Moment) -> Json:
    now = profit(trade, moment)
    futures = trade.account.is_futures
    if now is None:
        return {"volume": None, "usd": None, "percent": "0.0", "roe": "0.0" if futures else None}
    return {
        "volume": text(now.volume),
        "usd": optional_text(now.usd),
        "percent": text(now.percent),
        "roe": text(return_on_equity(trade, now)) if futures else None,
    }
