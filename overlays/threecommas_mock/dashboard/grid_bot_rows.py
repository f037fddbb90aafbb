"""A grid bot as a row of the live page, with its lines."""

from __future__ import annotations

from threecommas_mock.dashboard.chart_lines import ChartLine, line, marks
from threecommas_mock.dashboard.rows import Json, row
from threecommas_mock.grid_bots.entity import GridBot, GridLine
from threecommas_mock.grid_bots.responses import current_profit, profit_percentage
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import Side

KINDS = {Side.BUY: "grid_buy", Side.SELL: "grid_sell", None: "grid_idle"}
LABELS = {Side.BUY: "Buy", Side.SELL: "Sell", None: "Idle"}


def grid_bot_row(bot: GridBot, view: MarketView) -> Json:
    """Return what the table and the chart show of *bot*."""
    settings = bot.settings
    return row(
        id=bot.id,
        name=settings.name,
        pair=bot.pair,
        account=bot.account.name,
        account_id=bot.account.id,
        open=bot.is_enabled,
        status="Running" if bot.is_enabled else "Stopped",
        kind=settings.grid_type,
        lower=settings.lower_price,
        upper=settings.upper_price,
        buys=sum(each.side is Side.BUY for each in bot.lines),
        sells=sum(each.side is Side.SELL for each in bot.lines),
        quantity=settings.quantity,
        profits=len(bot.profits),
        profit=current_profit(bot),
        profit_percent=profit_percentage(bot),
        note=settings.note or None,
        lines=[drawn for each in bot.lines for drawn in _line(each)]
        + line("stop", "Upper stop", settings.upper_stop)
        + line("stop", "Lower stop", settings.lower_stop),
        marks=marks((f"Grid {order.side}", order) for order in bot.finished),
    )


def _line(each: GridLine) -> list[ChartLine]:
    return line(KINDS[each.side], LABELS[each.side], each.price, each.units or None)
