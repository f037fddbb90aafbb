"""The messages of a grid bot's events.

Those of a start are documented. The others follow their form.
"""

from __future__ import annotations

from threecommas_mock.grid_bots.entity import GridBot
from threecommas_mock.venue.decimal_math import ZERO, exact_product, format_decimal
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import Side
from threecommas_mock.venue.orders import Order

START = "Start command received"
ON = "Bot is turned on"
STOP = "Bot is turned off"
NO_FUNDS = "Bot is turned off: insufficient balance"


def refused(why: str) -> str:
    """Say that the exchange refuses every order."""
    return f"{STOP}: {why}"


def leverage(bot: GridBot) -> str:
    """Say that the leverage was set."""
    return f"Setting leverage: {bot.settings.leverage_type} {format_decimal(bot.factor)}, Success."


def balancing(what: str, bot: GridBot, order: Order) -> str:
    """Say that the order which balances the funds was made, or filled."""
    return f"{what}, {_price_and_size(bot, order)}."


def placing(bot: GridBot, order: Order, view: MarketView) -> str:
    """Say that the order of a line was placed."""
    side = "BUY" if order.side is Side.BUY else "SELL"
    current = f"{format_decimal(view.quote.last)} {view.pair.quote_currency}"
    return f"Creating LIMIT {side} order, {_price_and_size(bot, order)}, Current price: {current}, Success."


def filled(bot: GridBot, order: Order) -> str:
    """Say that an order was carried out."""
    side = "BUY" if order.side is Side.BUY else "SELL"
    return f"{order.order_type.upper()} {side} order filled, {_price_and_size(bot, order)}."


def moved(*, up: bool, moves: bool) -> str:
    """Say that the grid moved, or grew."""
    return f"Grid {'moved' if moves else 'grew'} {'up' if up else 'down'} by one line"


def stopped(*, upper: bool) -> str:
    """Say which stop was reached."""
    return f"{'Upper' if upper else 'Lower'} stop price reached. {STOP}"


def _price_and_size(bot: GridBot, order: Order) -> str:
    quote, _, base = bot.pair.partition("_")
    units, price = order.units or ZERO, order.price or ZERO
    total = order.fill.total if order.fill else exact_product(units, price)
    size = f"{format_decimal(total)} {quote} ({format_decimal(units)} {base})"
    return f"Price: {format_decimal(price)} {quote}, Size: {size}"
