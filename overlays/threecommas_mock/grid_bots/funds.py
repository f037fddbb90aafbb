"""The effect of a grid bot on the balances of its account.

On a spot account that is what its fills moved, and what its orders may cost while they rest. A futures
account keeps the margin of the position and of the orders, and receives the profit less commissions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from threecommas_mock.grid_bots.entity import GridBot
from threecommas_mock.venue.balances import Balance, difference
from threecommas_mock.venue.decimal_math import (
    ZERO,
    bought_total,
    ceil_to_step,
    exact_difference,
    exact_product,
    exact_sum,
    quotient,
)
from threecommas_mock.venue.order_types import Side
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.positions import after, change_by

_STEP = Decimal("0.00000001")


def funds_difference(before: GridBot | None, after_it: GridBot) -> Mapping[str, Balance]:
    """Return what balances change by when *before* becomes *after_it*."""
    return difference(_effect, before, after_it)


def traded_orders(before: GridBot | None, after_it: GridBot) -> list[Order]:
    """Return the orders that the exchange filled since *before*; both lists only grow at their end.

    What balanced the funds comes first, as a bot starts with it.
    """
    finished, balancing = (0, 0) if before is None else (len(before.finished), len(before.balancing))
    ended = (*after_it.balancing[balancing:], *after_it.finished[finished:])
    return [order for order in ended if order.fill is not None]


def highest_fee(bot: GridBot) -> Decimal:
    """Return the rate an order may cost on top; none where the exchange takes it in coins."""
    fees = bot.account.fees
    return ZERO if fees.in_coins else max(fees.maker, fees.taker)


def buying_cost(bot: GridBot, units: Decimal, price: Decimal) -> Decimal:
    """Return what buying *units* may cost, in quote currency."""
    return bought_total(units, price, highest_fee(bot))


def booked(bot: GridBot, order: Order) -> GridBot:
    """Return *bot* with the fill of *order* in its books."""
    fill = order.fill
    if fill is None:
        return bot
    if bot.account.is_futures:
        change = change_by(bot.position, order.side, fill.amount, fill.price)
        commission = exact_difference(fill.total, fill.total_without_commission).copy_abs()
        realised = exact_difference(exact_sum((bot.realised, change.profit)), commission)
        return replace(bot, position=after(bot.position, change), realised=realised)
    buys = order.side is Side.BUY
    coins = fill.amount if buys else fill.amount.copy_negate()
    money = fill.total.copy_negate() if buys else fill.total
    return replace(bot, coins=exact_sum((bot.coins, coins)), money=exact_sum((bot.money, money)))


def _effect(bot: GridBot) -> dict[str, Balance]:
    quote, _, base = bot.pair.partition("_")
    if bot.account.is_futures:
        return {quote: Balance(bot.realised, _margin(bot))}
    sells = exact_sum(order.units or ZERO for order in bot.resting if order.side is Side.SELL)
    buys = exact_sum(
        buying_cost(bot, order.units or ZERO, order.price or ZERO)
        for order in bot.resting
        if order.side is Side.BUY
    )
    return {base: Balance(bot.coins, sells), quote: Balance(bot.money, buys)}


def _margin(bot: GridBot) -> Decimal:
    """Return the margin of the position, and of the orders on the side that would make it larger."""
    margin = quotient(bot.position.cost, bot.factor)
    waiting = {
        side: exact_sum(
            exact_product(order.units or ZERO, order.price or ZERO)
            for order in bot.resting
            if order.side is side
        )
        for side in Side
    }
    # Orders against the position close it, which frees margin instead of taking it.
    grows = {
        Side.BUY: bot.position.size >= 0,
        Side.SELL: bot.position.size <= 0,
    }
    worth = exact_sum(waiting[side] for side in Side if grows[side])
    # A commission is due on either side.
    fees = exact_product(exact_sum(waiting.values()), highest_fee(bot))
    return ceil_to_step(exact_sum((margin, quotient(worth, bot.factor), fees)), _STEP)
