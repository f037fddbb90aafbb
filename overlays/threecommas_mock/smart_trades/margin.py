"""The margin of a futures position, and the price at which it is used up.

Documented or recorded: where the numbers stand, that they are text, and that ROE is the profit in percent
times the leverage, before rounding. Margin and liquidation price come from the exchange, so their sums are
inferred: the margin is what the open part cost without commission, divided by the leverage, and the position
is liquidated where the price has eaten it up, or earlier if the account asks for *maintenance*. A cross
position is treated like an isolated one. Left out: what the other funds do to save a cross position,
funding, and contracts that are not of one coin.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.smart_trades.entity import Profit, SmartTrade
from threecommas_mock.venue.decimal_math import (
    ZERO,
    ceil_to_step,
    exact_difference,
    exact_product,
    exact_sum,
    floor_to_step,
    profit_percent,
    quotient,
)
from threecommas_mock.venue.order_types import Purpose

_ONE = Decimal(1)


def leverage_factor(trade: SmartTrade) -> Decimal:
    """Return the leverage; 1 without any."""
    return _ONE if trade.leverage is None else trade.leverage.value


def cost_of_rest(trade: SmartTrade) -> Decimal:
    """Return what the coins still in the trade cost, in quote currency without commission."""
    entered = trade.entered
    if trade.remaining == entered.amount:
        return entered.total_without_commission
    return quotient(exact_product(entered.total_without_commission, trade.remaining), entered.amount)


def margin(trade: SmartTrade) -> Decimal:
    """Return the margin of the open part in quote currency."""
    return quotient(cost_of_rest(trade), leverage_factor(trade))


def return_on_equity(trade: SmartTrade, profit: Profit) -> Decimal:
    """Return the profit in percent of the margin (recorded: 175 of 176 answers)."""
    return profit_percent(exact_product(profit.volume, leverage_factor(trade)), trade.entered.total)


def liquidation_price(trade: SmartTrade, tick: Decimal) -> Decimal | None:
    """Return the price at which the exchange closes the position, on the tick before its margin is gone.

    None on spot, without a position, and for a long that has no leverage.
    """
    account = trade.account
    if not account.is_futures or trade.is_closed or not trade.is_entered or trade.remaining <= 0:
        return None
    entered = trade.entered
    times, kept = leverage_factor(trade), exact_product(leverage_factor(trade), account.maintenance)
    # One division, and that at the end: a price that lies on a tick must come out as that tick.
    share = (
        exact_difference(exact_sum((times, kept)), _ONE)
        if trade.is_long
        else exact_difference(exact_sum((times, _ONE)), kept)
    )
    price = quotient(
        exact_product(entered.total_without_commission, share), exact_product(entered.amount, times)
    )
    if price <= 0:
        return None
    return ceil_to_step(price, tick) if trade.is_long else floor_to_step(price, tick)


def has_open_position(trade: SmartTrade) -> bool:
    """Tell whether coins are in the trade that the exchange has not closed yet, noticed or not."""
    gone = [order for order in trade.orders if order.is_open and order.executed_at_price is not None]
    closing = [order for order in gone if order.purpose is not Purpose.POSITION]
    if any(order.units is None for order in closing):
        return False  # it closes everything
    return exact_difference(trade.remaining, exact_sum(order.units or ZERO for order in closing)) > 0
