"""The prices beyond the lines of a grid: its stops, and where it moves or grows.

No page says these in numbers (inferred). The grid moves or grows when the last price passes the place of the
next line. A stop buys with, or sells, what rests on the lines.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from threecommas_mock.grid_bots import grid, texts
from threecommas_mock.grid_bots.entity import MOST_LINES, GridBot, GridLine, Signal
from threecommas_mock.grid_bots.funds import booked, buying_cost
from threecommas_mock.grid_bots.placing import market_order, place_orders, stop
from threecommas_mock.venue.decimal_math import ZERO, exact_sum, floor_to_step, quotient
from threecommas_mock.venue.fills import fill_order
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import Side
from threecommas_mock.venue.tradable import NewId


def thresholds(bot: GridBot, tick: Decimal) -> list[tuple[Signal, bool, Decimal]]:
    """Tell which prices do something besides the lines, and from which side; stops come first."""
    settings, lowest, highest = bot.settings, bot.lines[0].price, bot.lines[-1].price
    above = grid.beyond(settings, highest, tick, up=True)
    below = grid.beyond(settings, lowest, tick, up=False)
    grows = len(bot.lines) < MOST_LINES
    found: list[tuple[Signal, bool, Decimal]] = []
    if settings.upper_stop is not None:
        found.append((Signal.UPPER_STOP, True, settings.upper_stop))
    if settings.lower_stop is not None:
        found.append((Signal.LOWER_STOP, False, settings.lower_stop))
    if grows and settings.expansion_up_to is not None and above <= settings.expansion_up_to:
        found.append((Signal.EXPAND_UP, True, above))
    elif settings.trailing_up:
        found.append((Signal.TRAIL_UP, True, above))
    if grows and settings.expansion_down_to is not None and below >= settings.expansion_down_to:
        found.append((Signal.EXPAND_DOWN, False, below))
    elif settings.trailing_down and below >= tick:
        found.append((Signal.TRAIL_DOWN, False, below))
    return found


def signal_of(bot: GridBot, view: MarketView) -> Signal | None:
    """Tell what the present price asks for, None for nothing."""
    last = view.quote.last
    for signal, up, price in thresholds(bot, view.pair.tick):
        if last >= price if up else last <= price:
            return signal
    return None


def act_on_signal(bot: GridBot, view: MarketView, new_id: NewId) -> GridBot:
    """Do what the signal asks for."""
    signal = bot.signal
    bot = replace(bot, signal=None)
    if signal in (Signal.UPPER_STOP, Signal.LOWER_STOP):
        return _stop_at_price(bot, signal, view, new_id)
    if signal is None:
        return bot
    up = signal in (Signal.TRAIL_UP, Signal.EXPAND_UP)
    moves = signal in (Signal.TRAIL_UP, Signal.TRAIL_DOWN)
    return _shift(bot, view, new_id, up=up, moves=moves)


def _shift(bot: GridBot, view: MarketView, new_id: NewId, *, up: bool, moves: bool) -> GridBot:
    """Add lines at one end until the price is met; a grid that moves gives up as many at the other end.

    The price stands at the outermost line, so this has no order, and the others trade back.
    """
    end = bot.lines[-1 if up else 0].price
    steps = _steps(bot, view, end, up=up, moves=moves)
    # After a far jump only the lines nearest to the price are kept, as many as there were.
    nearest = max(1, steps - len(bot.lines) + 1) if moves else 1
    tick = view.pair.tick
    prices = [grid.beyond(bot.settings, end, tick, up=up, steps=step) for step in range(nearest, steps + 1)]
    kept = bot.lines
    if moves:
        kept = bot.lines[steps:] if up else bot.lines[: max(0, len(bot.lines) - steps)]
        given_up = [line.order for line in bot.lines if line not in kept and line.order is not None]
        bot = replace(bot, finished=(*bot.finished, *(order.cancelled(view.now) for order in given_up)))
    side = Side.BUY if up else Side.SELL
    traded = [line for line in kept if line.side is not None]
    open_prices = [(line.id, line.price) for line in kept if line.side is None]
    open_prices += [(new_id(), price) for price in prices[:-1]]
    traded += [grid.line_of(number, price, side, bot.settings, view) for number, price in open_prices]
    lines = tuple(sorted((*traded, GridLine(new_id(), prices[-1])), key=lambda line: line.price))
    settings = replace(
        bot.settings,
        lower_price=lines[0].price,
        upper_price=lines[-1].price,
        grids_quantity=len(lines),
        max_buy_lines=_still_all(bot, bot.settings.max_buy_lines, lines),
        max_sell_lines=_still_all(bot, bot.settings.max_sell_lines, lines),
    )
    bot = replace(bot, lines=lines, settings=settings)
    return place_orders(bot.with_event(texts.moved(up=up, moves=moves), view.now), view, new_id)


def _still_all(bot: GridBot, most: int, lines: tuple[GridLine, ...]) -> int:
    """Let all lines be active if all were."""
    return max(most, len(lines)) if most >= len(bot.lines) else most


def _steps(bot: GridBot, view: MarketView, end: Decimal, *, up: bool, moves: bool) -> int:
    """Tell how many lines the grid moves or grows by; a growing one stops at its price."""
    steps = grid.steps_to(bot.settings, end, view.quote.last)
    settings = bot.settings
    most = settings.expansion_up_to if up else settings.expansion_down_to
    if moves or most is None:
        return steps
    return min(steps, grid.steps_to(settings, end, most), MOST_LINES - len(bot.lines))


def _stop_at_price(bot: GridBot, signal: Signal, view: MarketView, new_id: NewId) -> GridBot:
    upper = signal is Signal.UPPER_STOP
    action = bot.settings.upper_stop_action if upper else bot.settings.lower_stop_action
    # Asked before the stop, which cancels the orders whose coins are to be traded.
    need = _closing_order(bot, action, view)
    bot = stop(bot, view, texts.stopped(upper=upper))
    if need is None or not need[1]:
        return bot
    order = fill_order(market_order(*need, view, new_id()), bot.account.fees, view)
    bot = replace(booked(bot, order), finished=(*bot.finished, order))
    return bot.with_event(texts.filled(bot, order), view.now)


def _closing_order(bot: GridBot, action: str, view: MarketView) -> tuple[Side, Decimal] | None:
    """Return the market order of a stop: for what rests on the lines, or for the whole position."""
    lot = view.pair.lot
    if action == "stop_bot_and_close_position":
        size = bot.position.size
        return (Side.SELL if size > 0 else Side.BUY), size.copy_abs()
    if action == "stop_bot_and_sell":
        held = exact_sum(order.units or ZERO for order in bot.resting if order.side is Side.SELL)
        return Side.SELL, floor_to_step(held, lot)
    if action == "stop_bot_and_buy":
        money = exact_sum(
            buying_cost(bot, order.units or ZERO, order.price or ZERO)
            for order in bot.resting
            if order.side is Side.BUY
        )
        return Side.BUY, floor_to_step(quotient(money, buying_cost(bot, Decimal(1), view.quote.ask)), lot)
    return None
