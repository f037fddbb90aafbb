"""The sentences of `bot_events`, for people: they change over the years and are not to be parsed.

The words are those of 2025. Where none was recorded they are inferred, as is said beside them.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.dca.averages import open_profit_percentage
from threecommas_mock.deals.entity import Deal, DealOrder, OrderKind
from threecommas_mock.venue.decimal_math import exact_product, format_decimal, quotient
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderType


def placing(deal: Deal, each: DealOrder, view: MarketView) -> str:
    """Tell that an order was placed."""
    order, name = each.order, _name(deal, each)
    price = "market" if order.order_type is OrderType.MARKET else f"{_money(deal, order.price)}"
    if each.kind is OrderKind.TAKE_PROFIT:
        verb = "rise" if deal.is_long else "fall"
        away = open_profit_percentage(view.quote.last, order.price or view.quote.last, long=deal.is_long)
        return (
            f"Placing TakeProfit trade.  Price: {price} {_size(deal, each)},"
            f" the price should {verb} for {away}% to close the trade"
        )
    reinvested = _reinvested(deal) if each.kind in (OrderKind.BASE, OrderKind.SAFETY) else ""
    return f"Placing {name}. Price: {price} {_size(deal, each, reinvested)}"


def executed(deal: Deal, each: DealOrder) -> str:
    """Tell that an order was carried out."""
    fill = each.order.fill
    assert fill is not None  # noqa: S101  (only filled orders are told of)
    coins = f"({format_decimal(fill.amount)} {_coin(deal)})"
    size = f"Size: {_money(deal, fill.total)} {coins}"
    if each.kind is OrderKind.TAKE_PROFIT:
        return f"TakeProfit trade finished. Price: {_money(deal, fill.price)} {size}"
    if each.kind is OrderKind.STOP_LOSS:
        return f"Stop loss trade completed. Price: {_money(deal, fill.price)} {size}"
    average = quotient(fill.total, fill.amount) if fill.amount else fill.price
    name = _name(deal, each)
    return f"{name[0].upper()}{name[1:]} executed. Price: {_money(deal, average)} {size}"


def cancelled(deal: Deal, each: DealOrder) -> str:
    """Tell that an order was cancelled."""
    name = _name(deal, each)
    price = f"Price: {_money(deal, each.order.price)} {_size(deal, each)}"
    return f"{name[0].upper()}{name[1:]} cancelled. {price}"


def ended(deal: Deal, profit: Decimal, usd: Decimal, percent: Decimal) -> str:
    """Tell how a deal ended."""
    sums = f"{profit:+f} {deal.pair.partition('_')[0]} ({usd} $) ({percent}% from total volume)"
    return f"({deal.pair}): Trade {deal.status.replace('_', ' ')}. Profit: {sums}"


def _name(deal: Deal, each: DealOrder) -> str:
    match each.kind:
        case OrderKind.BASE:
            return "base order"
        case OrderKind.SAFETY:
            return f"averaging order ({each.number} out of {deal.settings.safety_order_count})"
        case OrderKind.MANUAL:
            return "manual averaging order"
        case OrderKind.TAKE_PROFIT:
            return "TakeProfit trade"
        case OrderKind.STOP_LOSS:
            return "StopLoss trade"
        case OrderKind.CLOSE:
            return "order at market price"  # inferred


def _size(deal: Deal, each: DealOrder, reinvested: str = "") -> str:
    units = each.order.units or Decimal(0)
    worth = exact_product(units, each.order.executed_at_price or each.order.price or Decimal(0))
    return f"Size: {_money(deal, worth)} {reinvested}({format_decimal(units)} {_coin(deal)})"


def _reinvested(deal: Deal) -> str:
    amount = deal.settings.reinvested
    if not amount:
        return ""
    word = "Reinvested" if amount > 0 else "Risk reduction"
    return f"({word} {_money(deal, amount.copy_abs())}) "


def _money(deal: Deal, amount: Decimal | None) -> str:
    return f"{format_decimal(amount or Decimal(0))} {deal.pair.partition('_')[0]}"


def _coin(deal: Deal) -> str:
    return deal.pair.partition("_")[2]
