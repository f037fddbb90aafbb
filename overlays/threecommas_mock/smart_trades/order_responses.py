"""Targets, stop loss, reductions and close by market of a SmartTrade as JSON objects.

The whole entity is in `responses`, the flat `/trades` entries in `trade_responses`.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.statuses import Status
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import exact_product, format_decimal
from threecommas_mock.venue.order_types import ORDER_TITLES, OrderStatus
from threecommas_mock.venue.orders import Order, Timeout, Trailing, Trigger

Json = dict[str, Any]

_WITHOUT_STEPS = frozenset(
    {
        Status.STOP_LOSS_IN_PROGRESS,
        Status.STOP_LOSS_FINISHED,
        Status.PANIC_SELL_IN_PROGRESS,
        Status.PANIC_SOLD,
        Status.CANCELLED,
        Status.FAILED,
    }
)
"""Steps are gone from the answer, `take_profit.enabled` stays (recorded 2021; docs, Get SmartTrade)."""


def optional_text(value: Decimal | None) -> str | None:
    """Write a number as text, None as null."""
    return None if value is None else format_decimal(value)


def optional_timestamp(view: datetime | None) -> str | None:
    """Write a date as text, None as null."""
    return None if view is None else timestamp(view)


def status(kind: str, title: str, error: str | None = None) -> Json:
    """Write a status; `error` is there on failure only, and basic_type repeats type in every example."""
    found: Json = {"type": kind, "basic_type": kind, "title": title}
    return found if error is None else found | {"error": error}


def order_status(order: Order) -> Json:
    """Write the status of an order."""
    return status(order.status, ORDER_TITLES[order.status], order.error)


def trailing(settings: Trailing | None) -> Json:
    """Write the trailing settings of an order."""
    percent = None if settings is None else optional_text(settings.percent)
    return {"enabled": settings is not None, "percent": percent}


def _target(trigger: Trigger) -> Json:
    return {
        "type": trigger.price_type,
        "value": format_decimal(trigger.value),
        "percent": optional_text(trigger.percent),
    }


def take_profit(trade: SmartTrade) -> Json:
    """Write the targets."""
    steps = () if trade.status in _WITHOUT_STEPS else trade.steps
    return {
        "enabled": trade.take_profit_enabled,
        "price_type": "value",
        "steps": [_step(order, number) for number, order in enumerate(steps, start=1)],
    }


def _step(order: Order, number: int) -> Json:
    worth = None
    if order.units is not None and order.trigger is not None:
        worth = exact_product(order.units, order.trigger.value)
    return {
        "id": order.id,
        "order_type": order.order_type,
        "editable": order.is_open,
        "units": {"value": optional_text(order.units)},
        "price": _target(order.trigger) if order.trigger else None,
        "volume": optional_text(order.volume),
        "total": optional_text(worth),
        "trailing": trailing(order.trailing),
        "status": order_status(order),
        "closed_at": optional_timestamp(order.closed_at),
        # A step that is being closed by hand stays cancelable (docs, Close trade by market).
        "data": {"cancelable": order.is_open, "panic_sell_available": order.is_working},
        "position": number,
    }


def stop_loss(trade: SmartTrade) -> Json:
    """Write the stop loss, just `enabled` if there is none."""
    order = trade.stop_loss
    if order is None or order.trigger is None:
        return {"enabled": False}
    worth = None if order.units is None else exact_product(order.units, order.price or order.trigger.value)
    return {
        "enabled": True,
        "price_type": "value",
        "breakeven": trade.breakeven,
        "order_type": order.order_type,
        "editable": order.is_open,
        "status": order_status(order),
        "units": {"value": optional_text(order.units)},
        "total": {"value": optional_text(worth)},
        "price": {"value": optional_text(order.price), "percent": None},
        "closed_at": optional_timestamp(order.closed_at),
        "conditional": {"price": _target(order.trigger), "trailing": trailing(order.trailing)},
        "timeout": _timeout(order.timeout),
    }


def _timeout(timeout: Timeout | None) -> Json:
    return {"enabled": timeout is not None, "value": timeout.seconds if timeout else None}


def _amounts(order: Order) -> Json:
    """Units, price and total of an order that 3Commas makes by itself: as planned, then as carried out."""
    price = order.fill.price if order.fill else order.price
    total = None if price is None or order.units is None else exact_product(order.units, price)
    return {
        "units": {"value": optional_text(order.units)},
        "price": {"value": optional_text(price), "value_without_commission": optional_text(price)},
        "total": {"value": optional_text(total)},
    }


def reduction(order: Order) -> Json:
    """Write one part taken out (docs, Reduce funds)."""
    return {
        "id": order.id,
        "type": order.order_type,
        "status": order_status(order),
        **_amounts(order),
        "closed_at": optional_timestamp(order.closed_at),
        "data": {"cancelable": False, "panic_sell_available": False},
    }


def market_close(trade: SmartTrade) -> Json:
    """Write the close by market: {} in every example, filled once sent (inferred from the entity's table)."""
    order = trade.market_close
    if order is None or order.status is OrderStatus.IDLE:
        return {}
    return {"id": order.id, "type": order.order_type, "status": order_status(order), **_amounts(order)}
