"""The worth of a SmartTrade: averages and profit."""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.smart_trades.entity import Profit, SmartTrade, Turnover
from threecommas_mock.smart_trades.statuses import Status
from threecommas_mock.venue.decimal_math import (
    exact_difference,
    exact_product,
    floor_to_step,
    open_profit,
    profit_percent,
    quotient,
)
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import Side


def average_price(flow: Turnover, tick: Decimal) -> Decimal | None:
    """Divide what was paid, commission included, by the coins; cut to the tick, None if nothing moved."""
    return floor_to_step(quotient(flow.total, flow.amount), tick) if flow.amount else None


def average_price_without_commission(flow: Turnover, tick: Decimal) -> Decimal | None:
    """Average the prices of the orders themselves; cut to the tick, None if nothing moved."""
    return floor_to_step(quotient(flow.total_without_commission, flow.amount), tick) if flow.amount else None


def profit(trade: SmartTrade, view: MarketView) -> Profit | None:
    """Tell the profit at *moment*, or at the end if that was earlier.

    None before the entry and in a cancelled or failed SmartTrade (docs, Get SmartTrade).
    """
    if trade.final_profit is not None:
        return trade.final_profit
    if not trade.is_entered or trade.status in (Status.CANCELLED, Status.FAILED):
        return None
    entered, closed = trade.entered, trade.closed
    # A long pays first and is paid later, a short the other way round.
    out, back = (closed, entered) if trade.is_long else (entered, closed)
    volume = open_profit(
        long=trade.is_long,
        remaining=trade.remaining,
        price=view.quote.taker_price(Side.SELL if trade.is_long else Side.BUY),
        commission=trade.account.commission,
        flow=exact_difference(out.total, back.total),
    )
    usd = None if view.usd is None else exact_product(volume, view.usd)
    return Profit(volume=volume, percent=profit_percent(volume, entered.total), usd=usd)
