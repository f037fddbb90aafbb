"""The orders of a SmartTrade as `/trades` lists them: flat, one entry per order.

That cancelled orders stay in the list is inferred.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.smart_trades.actions import is_cancelable
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.order_responses import Json, optional_text, optional_timestamp
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    ZERO,
    exact_product,
    floor_to_step,
    format_decimal,
    quotient,
    round_to_step,
)
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, OrderType, PriceType, Purpose, Side
from threecommas_mock.venue.orders import Fill, Order


def trades(trade: SmartTrade, view: MarketView) -> list[Json]:
    """Write every order of *trade*, oldest first."""
    return [_entry(trade, order, view) for order in sorted(trade.orders, key=lambda order: order.id)]


def _entry(trade: SmartTrade, order: Order, view: MarketView) -> Json:
    return {
        "id": order.id,
        "follow_price_type": _follows(order),
        "order_side": order.side,
        "order_type": order.order_type,
        "pair": trade.pair,
        "status": order.status,
        "trade_purpose": order.purpose,
        "take_profit_percentage": _percent(order, Purpose.TAKE_PROFIT),
        "position_percentage": _share(order),
        "created_at": timestamp(order.created_at),
        "updated_at": timestamp(order.updated_at),
        "cancelable": is_cancelable(trade, order),
        "force_processable": order.is_working,
        **_plan(order),
        **_result(order.fill, view),
        **_trigger(order),
        **_trailing(order),
    }


def _follows(order: Order) -> PriceType:
    # The docs' limit buy without a trigger says ask.
    if order.trigger is not None:
        return order.trigger.price_type
    return PriceType.ASK if order.side is Side.BUY else PriceType.BID


def _share(order: Order) -> str | None:
    """Null for the position, 100.0 for a stop loss (docs, list of trades)."""
    match order.purpose:
        case Purpose.TAKE_PROFIT:
            return optional_text(order.volume)
        case Purpose.STOP_LOSS:
            return format_decimal(HUNDRED)
        case _:
            return None


def _percent(order: Order, purpose: Purpose) -> str | None:
    if order.trigger is None or order.purpose is not purpose:
        return None
    return optional_text(order.trigger.percent)


def _plan(order: Order) -> Json:
    units = order.units or ZERO
    price = _expected_price(order)
    limit = order.order_type is OrderType.LIMIT and order.price is not None
    return {
        "initial_amount": format_decimal(units),
        "initial_price": format_decimal(price),
        "initial_total": format_decimal(exact_product(units, price)),
        "order_price": optional_text(order.price if limit else None),
    }


def _expected_price(order: Order) -> Decimal:
    """Take a limit's price, else the trigger's; of an order sent at once, what it was expected to cost."""
    if order.order_type is OrderType.MARKET and order.trigger is not None:
        return order.trigger.value
    return order.price or (order.trigger.value if order.trigger else ZERO)


def _result(fill: Fill | None, view: MarketView) -> Json:
    average = quotient(fill.total, fill.amount) if fill is not None and fill.amount else None
    return {
        "average_price": optional_text(average),
        "realised_amount": format_decimal(fill.amount if fill else ZERO),
        "realised_percentage": format_decimal(HUNDRED if fill else ZERO),
        "realised_price": None if average is None else format_decimal(floor_to_step(average, view.pair.tick)),
        "realised_total": optional_text(fill.total if fill else None),
    }


def _trigger(order: Order) -> Json:
    # A limit target lies on the book from the start, so nothing triggers it.
    on_the_book = order.purpose is Purpose.TAKE_PROFIT and order.order_type is OrderType.LIMIT
    trigger = None if on_the_book else order.trigger
    condition = None
    if trigger is not None:
        condition = "greater_or_equal" if trigger.rising else "less_or_equal"
    return {
        "trigger_condition": condition,
        "trigger_price": optional_text(trigger.value if trigger else None),
        "trigger_price_percentage": _percent(order, Purpose.STOP_LOSS),
        "trigger_type": "none" if trigger is None else "conditional",
    }


def _trailing(order: Order) -> Json:
    trailing = order.trailing
    return {
        "trail_percentage": optional_text(trailing.percent if trailing else None),
        "trail_value": _trail_value(order),
        "trailing_enabled": trailing is not None,
        "trailing_last_price": optional_text(trailing.peak if trailing else None),
        "trailing_last_price_updated_at": optional_timestamp(trailing.peak_at if trailing else None),
    }


def _trail_value(order: Order) -> str | None:
    """Distance from the best price in quote currency, once trailing (inferred: no example shows it)."""
    trailing = order.trailing
    if trailing is None or trailing.peak is None or trailing.percent is None:
        return None
    if order.status is not OrderStatus.TRAILING_ACTIVATED:
        return None
    return format_decimal(
        round_to_step(exact_product(trailing.peak, trailing.percent, Decimal("0.01")), Decimal("0.00000001"))
    )
