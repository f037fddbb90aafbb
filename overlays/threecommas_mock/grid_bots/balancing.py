"""The funds that the lines of a grid bot need to start, and the market order that fetches what is missing.

A spot account needs coins for its sell orders and money for its buy orders, fees included. What is missing on
one side is exchanged from the other. An account with unlimited funds lacks nothing.

On a futures account a long grid opens with what its sell orders close. A short one opens with what its buy
orders close, and a reversal grid with nothing (inferred from the words of the modes).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from threecommas_mock.grid_bots.entity import GridBot, GridLine
from threecommas_mock.grid_bots.funds import buying_cost
from threecommas_mock.venue.balances import Balance, Balances
from threecommas_mock.venue.decimal_math import (
    ZERO,
    ceil_to_step,
    exact_difference,
    exact_product,
    exact_sum,
    quotient,
    sold_total,
)
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import Side


@dataclass(frozen=True, slots=True)
class Required:
    """What a bot needs and what its account lacks; *order* is the market order that would fetch it."""

    base: Decimal
    quote: Decimal
    missing_base: Decimal
    missing_quote: Decimal
    order: tuple[Side, Decimal] | None
    is_enough: bool


def required(bot: GridBot, view: MarketView, balances: Balances) -> Required:
    """Compute what a spot bot needs to start as its lines stand."""
    base = exact_sum(line.units for line in _active(bot, Side.SELL))
    quote = exact_sum(buying_cost(bot, line.units, line.price) for line in _active(bot, Side.BUY))
    # An account without limits lacks nothing.
    if bot.account.funds is None:
        return Required(base, quote, ZERO, ZERO, None, is_enough=True)
    free_base = balances.get(view.pair.base_currency, Balance()).free
    free_quote = balances.get(view.pair.quote_currency, Balance()).free
    missing_base = max(ZERO, exact_difference(base, free_base))
    missing_quote = max(ZERO, exact_difference(quote, free_quote))
    order = _order(bot, view, missing_base, missing_quote)
    return Required(
        base,
        quote,
        missing_base,
        missing_quote,
        order,
        is_enough=_is_enough(
            bot, view, order, exact_difference(free_base, base), exact_difference(free_quote, quote)
        ),
    )


def needed_order(bot: GridBot, view: MarketView, balances: Balances) -> tuple[Side, Decimal] | None:
    """Return the market order with which a bot starts, None if it needs none."""
    if not bot.account.is_futures:
        return required(bot, view, balances).order
    target = ZERO
    if bot.settings.mode == "long":
        target = exact_sum(line.units for line in _active(bot, Side.SELL))
    # A short begins with the position that its buys will close.
    elif bot.settings.mode == "short":
        target = exact_sum(line.units for line in _active(bot, Side.BUY)).copy_negate()
    change = exact_difference(target, bot.position.size)
    if not change:
        return None
    return (Side.BUY if change > 0 else Side.SELL), change.copy_abs()


def invested(bot: GridBot, view: MarketView, balances: Balances) -> tuple[Decimal, Decimal]:
    """Return what goes into a bot that starts, in base and quote currency; of futures the margin."""
    if not bot.account.is_futures:
        need = required(bot, view, balances)
        return need.base, need.quote
    worth = exact_sum(exact_product(line.units, line.price) for line in bot.lines)
    return ZERO, quotient(worth, bot.factor)


def _active(bot: GridBot, side: Side) -> list[GridLine]:
    lines = [line for line in bot.lines if line.side is side]
    if side is Side.BUY:
        # Lines stand lowest first: the buys nearest to the price are at their end.
        return lines[::-1][: bot.settings.max_buy_lines]
    return lines[: bot.settings.max_sell_lines]


def _order(
    bot: GridBot, view: MarketView, missing_base: Decimal, missing_quote: Decimal
) -> tuple[Side, Decimal] | None:
    lot, fees = view.pair.lot, bot.account.fees
    if missing_base:
        # Where the fee is taken in coins, more has to be bought than is missing.
        kept = exact_difference(Decimal(1), fees.taker) if fees.in_coins else Decimal(1)
        return Side.BUY, ceil_to_step(quotient(missing_base, kept), lot)
    if missing_quote:
        brought = sold_total(Decimal(1), view.quote.bid, fees.taker)
        return Side.SELL, ceil_to_step(quotient(missing_quote, brought), lot)
    return None


def _is_enough(
    bot: GridBot,
    view: MarketView,
    order: tuple[Side, Decimal] | None,
    spare_base: Decimal,
    spare_quote: Decimal,
) -> bool:
    """Tell whether what is to spare on one side pays for what is missing on the other."""
    if order is None:
        return True
    side, units = order
    if side is Side.BUY:
        return spare_quote >= buying_cost(bot, units, view.quote.ask)
    return spare_base >= units
