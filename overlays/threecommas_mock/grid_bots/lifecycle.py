"""The state machine: how a grid bot trades by itself.

    disabled -- enable --> starting -- balance the funds, place the orders --> running
    running -- an order is carried out --> its neighbour gets the order that answers it --> running
    running -- beyond the last line, if so set --> the grid moves or grows by one line --> running
    running -- stop price, or funds that do not suffice --> disabled
    starting -- an exchange that refuses every order --> disabled

A bought line is answered by a sell one line higher, a sold one by a buy one line lower. The line itself has
no order until its neighbour comes back. An order that answers another closes the pair, which is a profit.

What happens beyond the lines is in `beyond`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from threecommas_mock.grid_bots import grid, texts
from threecommas_mock.grid_bots.beyond import act_on_signal, signal_of, thresholds
from threecommas_mock.grid_bots.entity import GridBot, GridLine, GridProfit, Opener
from threecommas_mock.grid_bots.funds import booked, buying_cost
from threecommas_mock.grid_bots.placing import market_order, place_orders, stop
from threecommas_mock.venue.decimal_math import (
    ZERO,
    ceil_to_step,
    exact_difference,
    exact_product,
    floor_to_step,
    quotient,
)
from threecommas_mock.venue.fills import fill_order
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.matching import match_order
from threecommas_mock.venue.order_types import PriceType, Side
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.price_levels import PriceLevel, PriceLevels, price_levels
from threecommas_mock.venue.tradable import NewId

Needs = Callable[[GridBot, MarketView], tuple[Side, Decimal] | None]
"""Tells which market order fetches what the lines of a bot need, None if nothing is missing."""


def is_pending(bot: GridBot) -> bool:
    """Tell whether `advance` would change anything."""
    return bot.is_enabled and (
        bot.is_starting or bot.signal is not None or any(order.is_due for order in bot.resting)
    )


def observe(bot: GridBot, view: MarketView) -> GridBot:
    """Let *bot* see the market; the same object if nothing came of it."""
    if not bot.is_enabled or bot.is_starting:
        return bot
    for line in bot.lines:
        if line.order is not None and (seen := match_order(line.order, view)) is not line.order:
            bot = bot.with_line(replace(line, order=seen))
    # One signal at a time: acting on it changes the lines that the next is judged by.
    if bot.signal is None and (signal := signal_of(bot, view)) is not None:
        bot = replace(bot, signal=signal)
    return bot


def watched_prices(bot: GridBot, tick: Decimal) -> PriceLevels:
    """Tell at which prices *bot* has to be looked at."""
    if not bot.is_enabled:
        return frozenset()
    beyond = {PriceLevel(PriceType.LAST, up, price) for _, up, price in thresholds(bot, tick)}
    return price_levels(bot.resting, tick) | beyond


def advance(bot: GridBot, view: MarketView, needs: Needs, new_id: NewId) -> GridBot:
    """Take *bot* one transition further; unchanged if nothing is pending."""
    if not is_pending(bot):
        return bot
    bot = replace(bot, updated_at=view.now)
    if bot.is_starting:
        return _start(bot, view, needs(bot, view), new_id)
    due = [line for line in bot.lines if line.order is not None and line.order.is_due]
    if due:
        # Next to the price first: those farther off were reached later.
        buys = [line for line in due if line.side is Side.BUY]
        return _fill_line(bot, buys[-1] if buys else due[0], view, new_id)
    return act_on_signal(bot, view, new_id)


def fail_for_missing_funds(bot: GridBot, tried: GridBot, view: MarketView) -> GridBot:
    """Stop *bot*, with the orders that were carried out: the account cannot pay for what *tried* does."""
    for line in bot.lines:
        if line.order is not None and line.order.executed_at_price is not None:
            order = fill_order(line.order, bot.account.fees, view)
            bot = replace(booked(bot, order), finished=(*bot.finished, order))
            bot = bot.with_line(replace(line, order=None))
    return stop(bot, view, texts.NO_FUNDS)


def _start(bot: GridBot, view: MarketView, need: tuple[Side, Decimal] | None, new_id: NewId) -> GridBot:
    bot = replace(bot.with_event(texts.ON, view.now), is_starting=False)
    # No recording shows a grid that its exchange refuses; this is what happens without funds.
    if bot.account.refusal is not None:
        return stop(bot, view, texts.refused(bot.account.refusal))
    if bot.account.is_futures:
        bot = bot.with_event(texts.leverage(bot), view.now)
    if need is not None:
        bot = _balance(bot, need, view, new_id)
    return place_orders(bot, view, new_id)


def _balance(bot: GridBot, need: tuple[Side, Decimal], view: MarketView, new_id: NewId) -> GridBot:
    side, units = need
    order = fill_order(market_order(side, units, view, new_id()), bot.account.fees, view)
    bot = bot.with_event(texts.balancing("Creating balancing order", bot, order), view.now)
    bot = replace(booked(bot, order), balancing=(*bot.balancing, order))
    return bot.with_event(texts.balancing("Balancing order filled", bot, order), view.now)


def _fill_line(bot: GridBot, line: GridLine, view: MarketView, new_id: NewId) -> GridBot:
    if line.order is None:
        return bot
    order = fill_order(line.order, bot.account.fees, view)
    bot = replace(booked(bot, order), finished=(*bot.finished, order))
    bot = bot.with_event(texts.filled(bot, order), view.now)
    if line.opener is not None:
        bot = _take_profit(bot, line, order, line.opener, view)
    bot = bot.with_line(replace(line, side=None, units=ZERO, order=None, opener=None))
    bot = _answer(bot, line, order, closes=line.opener is not None, view=view)
    return place_orders(bot, view, new_id)


def _answer(bot: GridBot, line: GridLine, order: Order, *, closes: bool, view: MarketView) -> GridBot:
    """Give the nearest free line the order that answers *order*, which was carried out on *line*."""
    fill = order.fill
    buys = order.side is Side.BUY
    others = bot.lines if buys else tuple(reversed(bot.lines))
    free = [
        each
        for each in others
        if each.side is None and (each.price > line.price if buys else each.price < line.price)
    ]
    if fill is None or not free:
        return bot
    units = _answering_units(bot, order, free[0].price, view)
    # The answer to an order that closes a pair opens a pair of its own.
    opener = None if closes else Opener(fill.amount, fill.total)
    return bot.with_line(replace(free[0], side=order.side.opposite, units=units, opener=opener))


def _answering_units(bot: GridBot, order: Order, price: Decimal, view: MarketView) -> Decimal:
    """Return what the answer trades: the same coins, or if profit is in coins, the same money (inferred)."""
    fill, lot, fee = order.fill, view.pair.lot, bot.account.fees.maker
    if fill is None:
        return ZERO
    planned = grid.units_at(bot.settings, price, lot)
    same = floor_to_step(fill.amount, lot) if order.side is Side.BUY else (order.units or planned)
    if bot.settings.profit_currency == "quote":
        return same
    if order.side is Side.BUY:
        price_left = exact_product(price, exact_difference(Decimal(1), fee))
        # Up to the lot: less would not bring back the money.
        return min(same, ceil_to_step(quotient(fill.total, price_left), lot))
    # Down to the lot: more would cost more than the sale brought.
    return max(same, floor_to_step(quotient(fill.total, buying_cost(bot, Decimal(1), price)), lot))


def _take_profit(bot: GridBot, line: GridLine, order: Order, opener: Opener, view: MarketView) -> GridBot:
    """Note what the pair brought: money, or the coins that are left."""
    fill = order.fill
    if fill is None:
        return bot
    sells = order.side is Side.SELL
    sold, bought = (fill, opener) if sells else (opener, fill)
    in_quote = bot.settings.profit_currency == "quote"
    profit = (
        exact_difference(sold.total, bought.total)
        if in_quote
        else exact_difference(bought.amount, sold.amount)
    )
    price = Decimal(1) if in_quote else view.quote.last
    usd = exact_product(profit, price, view.usd or ZERO)
    made = GridProfit(line.id, line.price, profit, usd, view.now)
    return replace(bot, profits=(*bot.profits, made))
