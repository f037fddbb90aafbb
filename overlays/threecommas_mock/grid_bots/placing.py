"""The orders of a grid bot: placed on its lines, sent at market, cancelled as it stops."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from threecommas_mock.grid_bots import grid, texts
from threecommas_mock.grid_bots.entity import GridBot, GridLine
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.matching import match_order
from threecommas_mock.venue.order_types import OrderStatus, OrderType, Purpose, Side
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.tradable import NewId


def place_orders(bot: GridBot, view: MarketView, new_id: NewId) -> GridBot:
    """Let the lines nearest to the price have orders, as many of each side as may be active."""
    buys = [line for line in reversed(bot.lines) if line.side is Side.BUY][: bot.settings.max_buy_lines]
    sells = [line for line in bot.lines if line.side is Side.SELL][: bot.settings.max_sell_lines]
    active = {line.id for line in (*buys, *sells) if line.units}
    for line in bot.lines:
        if line.order is None and line.id in active:
            placed = _limit_order(line, view, new_id())
            bot = bot.with_event(texts.placing(bot, placed, view), view.now)
            bot = bot.with_line(replace(line, order=match_order(placed, view)))
        # What the exchange has carried out is past cancelling.
        elif line.order is not None and line.id not in active and line.order.executed_at_price is None:
            bot = replace(bot, finished=(*bot.finished, line.order.cancelled(view.now)))
            bot = bot.with_line(replace(line, order=None))
    return bot


def stop(bot: GridBot, view: MarketView, message: str) -> GridBot:
    """Disable *bot*: its orders are cancelled, what it has stays on the account."""
    cancelled = tuple(order.cancelled(view.now) for order in bot.resting)
    stopped = replace(
        bot,
        is_enabled=False,
        is_starting=False,
        signal=None,
        lines=grid.without_sides(bot.lines),
        finished=(*bot.finished, *cancelled),
    )
    return stopped.with_event(message, view.now)


def market_order(side: Side, units: Decimal, view: MarketView, number: int) -> Order:
    """Draw up an order at market price."""
    order = Order.at_market(number, Purpose.POSITION, side, units, view.now)
    return replace(order, price=view.quote.taker_price(side))


def _limit_order(line: GridLine, view: MarketView, number: int) -> Order:
    return Order(
        id=number,
        purpose=Purpose.POSITION,
        side=line.side or Side.BUY,
        order_type=OrderType.LIMIT,
        status=OrderStatus.ORDER_PLACED,
        created_at=view.now,
        updated_at=view.now,
        units=line.units,
        price=line.price,
    )
