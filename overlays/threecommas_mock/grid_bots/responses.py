"""Grid bots as the JSON objects of an answer: counts and two of the flags are text, as in every example.

The volumes bought and sold are zero, as in all examples, even of a bot with profits.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from threecommas_mock.grid_bots import grid
from threecommas_mock.grid_bots.balancing import Required
from threecommas_mock.grid_bots.entity import GridBot, GridEvent, GridLine, GridProfit, GridSettings
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    ZERO,
    exact_difference,
    exact_product,
    exact_sum,
    format_decimal,
    quotient,
)
from threecommas_mock.venue.market import Pair
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, Side
from threecommas_mock.venue.orders import Order


def grid_bot(bot: GridBot, view: MarketView) -> dict[str, Any]:
    """Write the grid bot entity."""
    return {
        "id": bot.id,
        "account_id": bot.account.id,
        "account_name": bot.account.name,
        "is_enabled": bot.is_enabled,
        "created_at": timestamp(bot.created_at),
        "updated_at": timestamp(bot.updated_at),
        "strategy_type": "manual",
        "editable": True,
        "pair": bot.pair,
        "start_price": _text(bot.start_price),
        "bought_volume": "0.0",
        "sold_volume": "0.0",
        "current_price": format_decimal(view.quote.last),
        "orderbook_price_currency": view.pair.quote_currency,
        **_settings(bot.settings, bot.account.is_futures),
        **_results(bot, view),
        "grid_lines": [grid_line(line) for line in bot.lines],
    }


def current_profit(bot: GridBot) -> Decimal:
    """Add up what closed pairs of orders brought, in the bot's profit currency."""
    return exact_sum(each.profit for each in bot.profits)


def profit_percentage(bot: GridBot) -> Decimal:
    """Return the profit in percent of the investment."""
    profit, start = current_profit(bot), bot.start_price or ZERO
    if bot.settings.profit_currency == "base":
        profit = exact_product(profit, start)
    return _share(bot, profit)


def grid_line(line: GridLine) -> dict[str, Any]:
    """Write a line."""
    return {
        "id": line.id,
        "price": format_decimal(line.price),
        "side": line.side,
        "order_placed": line.order is not None,
    }


def profit(made: GridProfit, bot: GridBot) -> dict[str, Any]:
    """Write a profit, with its line as it is now."""
    line = next((line for line in bot.lines if line.id == made.line_id), GridLine(made.line_id, made.price))
    return {
        "grid_line_id": made.line_id,
        "profit": format_decimal(made.profit),
        "usd_profit": format_decimal(made.usd),
        "created_at": timestamp(made.at),
        "grid_line": grid_line(line),
    }


def event(each: GridEvent) -> dict[str, Any]:
    """Write an event."""
    return {"message": each.message, "created_at": timestamp(each.at)}


def market_order(order: Order) -> dict[str, Any]:
    """Write an order; a total has the fee, as in the documented balancing order."""
    fill, units = order.fill, order.units or ZERO
    average = quotient(fill.total, fill.amount) if fill is not None and fill.amount else ZERO
    return {
        "order_id": order.id,
        "order_type": "BUY" if order.side is Side.BUY else "SELL",
        "status_string": _STATUSES.get(order.status, "Active"),
        "created_at": timestamp(order.created_at),
        "updated_at": timestamp(order.updated_at),
        "quantity": format_decimal(units),
        "quantity_remaining": format_decimal(ZERO if fill else units),
        "total": format_decimal(fill.total if fill else ZERO),
        "rate": format_decimal(order.price or ZERO),
        "average_price": format_decimal(average),
    }


def required_balances(need: Required, pair: Pair) -> dict[str, Any]:
    """Write what a bot needs to start."""
    base, quote = pair.base_currency, pair.quote_currency
    currency, missing = (base, need.missing_base) if need.missing_base else (quote, need.missing_quote)
    return {
        "missing_balance": {
            "base": _amount(need.missing_base, base),
            "quote": _amount(need.missing_quote, quote),
        },
        "required_balance": {"base": _amount(need.base, base), "quote": _amount(need.quote, quote)},
        "need_balancing": need.order is not None,
        "balancing_available": need.order is not None and need.is_enough,
        "necessary_quantities": _amount(missing, currency),
    }


_STATUSES = {OrderStatus.FINISHED: "Filled", OrderStatus.CANCELLED: "Cancelled"}


def _settings(settings: GridSettings, is_futures: bool) -> dict[str, Any]:
    return {
        "name": settings.name,
        "note": settings.note,
        "grids_quantity": str(settings.grids_quantity),
        "grid_type": settings.grid_type,
        "grid_price_step": format_decimal(grid.price_step(settings)),
        "lower_price": format_decimal(settings.lower_price),
        "upper_price": format_decimal(settings.upper_price),
        "upper_stop_loss_enabled": settings.upper_stop is not None,
        "upper_stop_loss_price": _text(settings.upper_stop),
        "upper_stop_loss_action": settings.upper_stop_action,
        "lower_stop_loss_enabled": settings.lower_stop is not None,
        "lower_stop_loss_price": _text(settings.lower_stop),
        "lower_stop_loss_action": settings.lower_stop_action,
        "quantity_per_grid": format_decimal(settings.quantity),
        "leverage_type": settings.leverage_type,
        "leverage_custom_value": _text(settings.leverage) if is_futures else None,
        "mode": settings.mode,
        "max_active_buy_lines": str(settings.max_buy_lines),
        "max_active_sell_lines": str(settings.max_sell_lines),
        "order_currency_type": settings.order_currency,
        "profit_currency_type": settings.profit_currency,
        "trailing_up_enabled": _flag(on=settings.trailing_up),
        "expansion_down_enabled": _flag(on=settings.expansion_down_to is not None),
        "expansion_down_stop_price": _text(settings.expansion_down_to),
    }


def _results(bot: GridBot, view: MarketView) -> dict[str, Any]:
    started = bot.start_price is not None
    in_base = bot.settings.profit_currency == "base"
    closed = exact_product(current_profit(bot), view.quote.last if in_base else Decimal(1))
    whole = _worth(bot, view)
    return {
        "current_profit": format_decimal(current_profit(bot)),
        "current_profit_usd": format_decimal(exact_sum(each.usd for each in bot.profits)),
        "total_profits_count": str(len(bot.profits)),
        "profit_percentage": format_decimal(profit_percentage(bot)),
        "investment_base_currency": format_decimal(bot.invested_base),
        "investment_quote_currency": format_decimal(bot.invested_quote),
        "unrealized_profit_loss": format_decimal(exact_difference(whole, closed)),
        "current_profit_loss": format_decimal(whole) if started else None,
        "current_profit_loss_percent": format_decimal(_share(bot, whole)) if started else None,
    }


def _worth(bot: GridBot, view: MarketView) -> Decimal:
    """Return what all fills brought, with what they left at the present price."""
    price = view.quote.last
    if not bot.account.is_futures:
        return exact_sum((bot.money, exact_product(bot.coins, price)))
    size, cost = bot.position.size, bot.position.cost
    held = exact_product(size, price)
    return exact_sum((bot.realised, exact_difference(held, cost) if size > 0 else exact_sum((cost, held))))


def _share(bot: GridBot, amount: Decimal) -> Decimal:
    investment = exact_sum((bot.invested_quote, exact_product(bot.invested_base, bot.start_price or ZERO)))
    return quotient(exact_product(amount, HUNDRED), investment) if investment else ZERO


def _amount(quantity: Decimal, currency: str) -> dict[str, str]:
    return {"quantity": format_decimal(quantity), "currency": currency}


def _flag(*, on: bool) -> str:
    return "true" if on else "false"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format_decimal(value)
