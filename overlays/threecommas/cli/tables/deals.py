"""Deals of DCA bots and their orders for people's eyes."""

from collections.abc import Iterable, Iterator
from typing import Any

from threecommas_rest.models import Deal, MarketOrder

from threecommas.cli.tables import add_row, columns, facts_table, text, with_unit
from threecommas.cli.tables.entities import EntityTable, viewed

_LIST = (
    *("id", "bot", "pair", "strategy", "status", "safety orders", "bought", "average", "price"),
    *("profit", "percent", "created_at"),
)
_ORDERS = (
    *("order_id", "purpose", "side", "status", "quantity", "remaining", "rate", "average", "total"),
    "created_at",
)


def deals_table(deals: Iterable[Deal]) -> EntityTable:
    """Return a row for each deal; bought, prices and profit are in quote currency."""
    table = columns(_LIST)
    for each in deals:
        deal = viewed(each, table.missed)
        profit, percent = _profit(deal)
        add_row(
            table,
            deal.id,
            deal.bot_name,
            deal.pair,
            deal.strategy,
            deal.status,
            _safety_orders(deal),
            deal.bought_volume,
            deal.bought_average_price,
            deal.current_price,
            profit,
            percent,
            deal.created_at,
        )
    return table


def deal_table(deal: Deal) -> EntityTable:
    """Return one deal, a row for each fact that matters while it runs."""
    return facts_table("Deal", deal, _facts)


def market_orders_table(orders: Iterable[MarketOrder]) -> EntityTable:
    """Return a row for each order of a deal; amounts are in base currency, prices in quote currency."""
    table = columns(_ORDERS)
    for each in orders:
        order = viewed(each, table.missed)
        add_row(
            table,
            order.order_id,
            order.deal_order_type,
            order.order_type,
            order.status_string,
            order.quantity,
            order.quantity_remaining,
            order.rate,
            order.average_price,
            order.total,
            order.created_at,
        )
    return table


def _facts(deal: Deal) -> Iterator[tuple[str, object]]:
    quote, _, base = text(deal.pair).partition("_")
    profit, percent = _profit(deal)
    yield "pair", deal.pair
    yield "account", f"{text(deal.account_name)} ({deal.account_id})"
    yield "bot", f"{text(deal.bot_name)} ({deal.bot_id})"
    yield "strategy", deal.strategy
    yield "status", f"{text(deal.localized_status)} ({text(deal.status)})"
    for error in (deal.error_message, deal.failed_message):
        if error:
            yield "error", error
    yield "bought", _turnover(deal.bought_amount, base, deal.bought_volume, deal.bought_average_price, quote)
    yield "sold", _turnover(deal.sold_amount, base, deal.sold_volume, deal.sold_average_price, quote)
    yield "safety orders", _safety_orders(deal)
    yield "price", with_unit(deal.current_price, quote)
    yield "take profit", f"{with_unit(deal.take_profit_price, quote)} ({with_unit(deal.take_profit, '%')})"
    yield (
        "stop loss",
        f"{with_unit(deal.stop_loss_price, quote)} ({with_unit(deal.stop_loss_percentage, '%')})",
    )
    yield "profit", f"{with_unit(profit, quote)} ({with_unit(percent, '%')})"
    yield "created", deal.created_at
    yield "closed", deal.closed_at
    if deal.note:
        yield "note", deal.note


def _profit(deal: Deal) -> tuple[object, object]:
    """Return the profit and its percent: the final one of a deal that has ended, else the present one."""
    if deal.finished is True:
        return deal.final_profit, deal.final_profit_percentage
    return deal.actual_profit, deal.actual_profit_percentage


def _safety_orders(deal: Deal) -> str:
    return f"{text(deal.completed_safety_orders_count)} of {text(deal.max_safety_orders)}"


def _turnover(amount: object, base: str, volume: object, price: object, quote: str) -> str:
    return f"{with_unit(amount, base)} for {with_unit(volume, quote)}, {text(price)} on average"


ONE: dict[str, Any] = {"Deal": deal_table}
MANY: dict[str, Any] = {"Deal": deals_table, "MarketOrder": market_orders_table}
