"""The market orders of a deal as JSON, and what has to be known to add one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.deals import responses
from threecommas_mock.deals.entity import ZERO, Deal, DealOrder
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import format_decimal, quotient
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, OrderType

_PRICE_BAND = Decimal("0.2"), Decimal(5)
# What an account without limits has free is unknown; more than any order may be worth.
_UNLIMITED = Decimal(1_000_000_000)


def market_orders(deal: Deal) -> list[dict[str, Any]]:
    """Return the orders that went to the exchange, in no order, as in every recording."""
    sent = [each for each in deal.orders if each.is_sent]
    return [market_order(each) for each in responses.unordered(sent, deal.id)]


def market_order(each: DealOrder) -> dict[str, Any]:
    """Return one order as an answer shows it."""
    order, fill = each.order, each.order.fill
    units = order.units or ZERO
    average = quotient(fill.total, fill.amount) if fill is not None and fill.amount else ZERO
    return {
        "order_id": str(order.id),
        "order_type": order.side.upper(),
        "deal_order_type": str(each.kind),
        "cancellable": order.is_open and not order.is_due,
        "status_string": _status(each),
        "created_at": timestamp(order.created_at),
        "updated_at": timestamp(order.updated_at),
        "quantity": format_decimal(units),
        "quantity_remaining": format_decimal(ZERO if fill is not None else units),
        "total": format_decimal(ZERO if fill is None else fill.total),
        # A market order has no rate of its own (recorded: 0.0).
        "rate": format_decimal(order.price or ZERO if order.order_type is OrderType.LIMIT else ZERO),
        "average_price": format_decimal(average),
    }


def add_funds_data(
    deal: Deal, view: MarketView, spent: str, free: Decimal | None, assumptions: Assumptions
) -> dict[str, Any]:
    """Return what has to be known to add funds; *free* is of what is *spent*, None if endless."""
    quote, _, base = deal.pair.partition("_")
    limits = view.pair.limits
    entity = responses.listed(deal, view, assumptions)
    least = format_decimal(limits.min_total)
    return {
        "orderbook_price": format_decimal(view.quote.last),
        "price_per_one_unit_strategy_name": "orderbook_price",
        "account_id": deal.account.id,
        "quote_currency": quote,
        "base_currency": base,
        "adding_funds_currency": spent,
        "available_amount": format_decimal(_UNLIMITED if free is None else free),
        "limits": _limits(view),
        "market_supported": True,
        "is_contract": view.pair.contract,
        "orderbook_price_currency": quote,
        "take_profit_price": entity["take_profit_price"],
        "stop_loss_price": entity["stop_loss_price"],
        "account_type": f"Account::{responses.class_name(deal.account.type)}Account",
        "deal_type": str(deal.settings.strategy),
        "pair": deal.pair,
        "limit": least,
        "market_buy_min_total": least,
        "min_lot_size": format_decimal(limits.min_units),
        "leverage_custom_value": entity["leverage_custom_value"],
        "leverage_type": entity["leverage_type"],
    }


def _limits(view: MarketView) -> dict[str, str]:
    limits, pair = view.pair.limits, view.pair
    lowest, highest = _PRICE_BAND
    numbers = {
        "minPrice": pair.tick,
        "maxPrice": limits.max_price,
        "priceStep": pair.tick,
        "priceMultiplierDown": lowest,
        "priceMultiplierUp": highest,
        "minLotSize": limits.min_units,
        "lotStep": pair.lot,
        "minTotal": limits.min_total,
        "maxMarketBuyAmount": limits.max_units,
        "maxMarketSellAmount": limits.max_units,
        "minMarketBuyAmount": ZERO,
        "minMarketSellAmount": ZERO,
        "maxLotSize": limits.max_units,
        "marketBuyMinTotal": limits.min_total,
    }
    return {name: format_decimal(number) for name, number in numbers.items()}


def _status(each: DealOrder) -> str:
    if each.order.fill is not None:
        return "Filled"
    if each.order.status is OrderStatus.CANCELLED:
        return "Cancelled"
    # A manual order of no size is answered as Inactive in the docs' examples; none can be made here.
    return "Active"
