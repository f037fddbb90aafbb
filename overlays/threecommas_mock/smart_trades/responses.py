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
from threecommas_mock.smart_trades.statuses import STATUS_TITLES
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import exact_product, floor_total, format_decimal
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus
from threecommas_mock.venue.orders import Order, Trigger

_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def smart_trade(trade: SmartTrade, view: MarketView) -> Json:
    """Write the SmartTrade entity."""
    return {
        "id": trade.id,
        "version": 2,
        "account": _account(trade),
        "pair": trade.pair,
        "instant": trade.kind.instant,
        "status": status(trade.status, STATUS_TITLES[trade.status], trade.error),
        "leverage": _leverage(trade),
        "position": _position(trade, view),
        "take_profit": take_profit(trade),
        "stop_loss": stop_loss(trade),
        "reduce_funds": {"steps": [reduction(order) for order in trade.reductions]},
        "market_close": market_close(trade),
        "note": (trade.note or "").translate(_HTML),
        "note_raw": trade.note,
        "skip_enter_step": trade.kind.skips_entry,
        "data": _data(trade, view),
        "profit": _profit(trade, view),
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
    return {"enabled": True, "type": trade.leverage.mode, "value": format_decimal(trade.leverage.value)}


def _margin(trade: SmartTrade) -> Json:
    """Null on spot (docs), text on futures (recorded); that both are the same is inferred."""
    kept = format_decimal(floor_total(margin(trade))) if trade.account.is_futures else None
    return {"amount": kept, "total": kept}


def _position(trade: SmartTrade, view: MarketView) -> Json:
    order, entered = trade.position, trade.entered
    held = order.status is OrderStatus.SMART_SELL
    bought = trade.is_entered and not held
    units, price, total = (
        order.units,
        order.price,
        exact_product(order.units or Decimal(0), order.price or Decimal(0)),
    )
    # Until the fill both prices are the one asked for or expected.
    without: Decimal | None = price
    if trade.is_entered:
        tick = view.pair.tick
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
        "total": {"value": format_decimal(floor_total(total))},
        "order_type": "conditional" if order.trigger else order.order_type,
        "status": order_status(order),
    }
    if order.trigger is not None:
        position["conditional"] = _conditional(order, order.trigger, editable=not trade.is_entered)
    return position


def _conditional(order: Order, trigger: Trigger, *, editable: bool) -> Json:
    return {
        "editable": editable,
        "price": {"value": format_decimal(trigger.value), "type": trigger.price_type},
        "order_type": order.order_type,
        "trailing": trailing(order.trailing),
    }


def _data(trade: SmartTrade, view: MarketView) -> Json:
    available, account, created_at = flags(trade), trade.account, timestamp(trade.created_at)
    commission = (
        format_decimal(account.commission) if account.commission_is_text else float(account.commission)
    )
    data: Json = {
        "editable": available.editable,
        "current_price": _current_price(view),
        "target_price_type": "price",
        "orderbook_price_currency": view.pair.quote_currency,
        "base_order_finished": True,  # in every example, whatever the status
        "missing_funds_to_close": "0.0",
        "liquidation_price": optional_text(liquidation_price(trade, view.pair.tick)),
        **_averages(trade, view),
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
        "created_at": created_at,
        "updated_at": created_at if trade.updated_at is trade.created_at else timestamp(trade.updated_at),
    }
    if trade.closed_at is not None:
        data["closed_at"] = timestamp(trade.closed_at)
    return data | {"type": trade.kind}


def _current_price(view: MarketView) -> Json:
    quote = view.quote
    return {
        "bid": format_decimal(quote.bid),
        "ask": format_decimal(quote.ask),
        "last": format_decimal(quote.last),
        "quote_volume": format_decimal(quote.quote_volume),
        "day_change_percent": format_decimal(quote.day_change_percent),
    }


def _averages(trade: SmartTrade, view: MarketView) -> Json:
    """Averages are null until something was filled, and the enter ones stay null for own funds."""
    tick = view.pair.tick
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
        "entered_amount": format_decimal(entered.amount),
        "entered_total": format_decimal(entered.total),
        "closed_amount": format_decimal(closed.amount),
        "closed_total": format_decimal(closed.total),
    }


def _profit(trade: SmartTrade, view: MarketView) -> Json:
    now = profit(trade, view)
    futures = trade.account.is_futures
    if now is None:
        return {"volume": None, "usd": None, "percent": "0.0", "roe": "0.0" if futures else None}
    return {
        "volume": format_decimal(now.volume),
        "usd": optional_text(now.usd),
        "percent": format_decimal(now.percent),
        "roe": format_decimal(return_on_equity(trade, now)) if futures else None,
    }
