"""Simple trades as the JSON objects of an answer.

Times are in whole seconds since 1970 (docs, examples).
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from threecommas_mock.simple_trades.entity import SimpleTrade
from threecommas_mock.venue.decimal_math import (
    ZERO,
    exact_product,
    floor_to_step,
    format_decimal,
    profit_percent,
    quotient,
)
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.orders import Order, Trigger


def simple_trade(trade: SimpleTrade, view: MarketView) -> dict[str, Any]:
    """Write the simple trade entity."""
    order = trade.order
    total = exact_product(order.units or ZERO, trade.expected_price)
    return _common(trade, view) | {
        "order": {
            "type": order.order_type,
            "side": order.side,
            "strategy": trade.time_in_force,
            "position_side": trade.position_side,
            "reduce_only": trade.reduce_only,
        },
        # Without the fee, unlike what was filled (docs, Get Trade: 2.4869 at 0.04017 are 0.099898773).
        "total": {"value": format_decimal(total)},
        "leverage": {"type": trade.margin_mode},
        "filled": _filled(order, view) | {"value": _share(trade)},
        "data": {"cancelable": trade.is_cancelable},
    }


def created(trade: SimpleTrade, view: MarketView) -> dict[str, Any]:
    """Write the answer of create, which has less than all others (docs, Create Trade)."""
    return _common(trade, view)


def _common(trade: SimpleTrade, view: MarketView) -> dict[str, Any]:
    order = trade.order
    return {
        "uuid": trade.uuid,
        "account_id": trade.account.id,
        "pair": trade.pair,
        "created_at": _seconds(trade.created_at),
        "closed_at": None if order.closed_at is None else _seconds(order.closed_at),
        "order": {"type": order.order_type, "side": order.side},
        "units": {"value": format_decimal(order.units or ZERO)},
        "price": {"value": _text(order.price) if trade.is_limit else None},
        "conditional": _conditional(trade),
        "trailing": _trailing(order),
        "timeout": _timeout(order),
        "status": {"value": order.status, "error": order.error},
        "filled": _filled(order, view),
    }


def _filled(order: Order, view: MarketView) -> dict[str, Any]:
    """Write what was filled: the total with the fee, the price on the tick (docs, Get Trade)."""
    fill = order.fill
    if fill is None or not fill.amount:
        return {"units": "0.0", "total": "0.0", "price": None}
    average = floor_to_step(quotient(fill.total, fill.amount), view.pair.tick)
    return {
        "units": format_decimal(fill.amount),
        "total": format_decimal(fill.total),
        "price": format_decimal(average),
    }


def _share(trade: SimpleTrade) -> str:
    """Write how much was filled in percent; less than all only where an order may just close a position."""
    fill, units = trade.order.fill, trade.order.units
    if fill is None or not units:
        return "0.0"
    return format_decimal(profit_percent(fill.amount, units)) if trade.change else "100.0"


def _conditional(trade: SimpleTrade) -> dict[str, Any]:
    trigger = trade.order.trigger if trade.is_conditional else None
    if trigger is None:
        return {"enabled": False, "value": None, "price": {"value": None, "type": None}}
    price = {"value": format_decimal(trigger.value), "type": trigger.price_type}
    return {"enabled": True, "value": _comparison(trigger), "price": price}


def _comparison(trigger: Trigger) -> str:
    return ("greater" if trigger.rising else "less") + ("" if trigger.strict else "_or_equal")


def _trailing(order: Order) -> dict[str, Any]:
    trailing = order.trailing
    return {
        "enabled": trailing is not None,
        "value": _text(trailing.amount if trailing else None),
        "percent": _text(trailing.percent if trailing else None),
    }


def _timeout(order: Order) -> dict[str, Any]:
    return {"enabled": order.timeout is not None, "value": order.timeout.seconds if order.timeout else None}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format_decimal(value)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
