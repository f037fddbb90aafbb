"""What a futures position keeps of its account's money, and where the exchange takes it away.

Documented or recorded: where the numbers stand, that they are text, and that ROE is the profit in percent
times the leverage, before rounding. Margin and liquidation price come from the exchange, so their sums are
inferred: the margin is what the open part cost without commission, divided by the leverage, and the position
is liquidated where the price has eaten it up, or earlier if the account asks for *maintenance*. A cross
position is treated like an isolated one. Left out: what the rest of a wallet does to save a cross position,
funding, and contracts that are not of one coin.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.smart_trades.entity import Profit, SmartTrade
from threecommas_mock.venue.decimal_math import (
    ZERO,
    add,
    difference,
    product,
    profit_percent,
    raised,
    ratio,
    truncate,
)
from threecommas_mock.venue.order_types import Purpose

_ONE = Decimal(1)


def factor(trade: SmartTrade) -> Decimal:
    """Return the leverage; 1 without any."""
    return _ONE if trade.leverage is None else trade.leverage.value


def cost_of_rest(trade: SmartTrade) -> Decimal:
    """Return what the coins still in the trade cost, in quote currency without commission."""
    entered = trade.entered
    if trade.rest == entered.amount:
        return entered.total_without_commission
    return ratio(product(entered.total_without_commission, trade.rest), entered.amount)


def margin(trade: SmartTrade) -> Decimal:
    """Return the margin of the open part in quote currency."""
    return ratio(cost_of_rest(trade), factor(trade))


def return_on_equity(trade: SmartTrade, profit: Profit) -> Decimal:
    """Return the profit in percent of the margin (recorded: 175 of 176 answers)."""
    return profit_percent(product(profit.volume, factor(trade)), trade.entered.total)


def liquidation_price(trade: SmartTrade, tick: Decimal) -> Decimal | None:
    """Return the price at which the exchange closes the position, on the tick before its margin is gone.

    None on spot, without a position, and for a long that has no leverage.
    """
    account = trade.account
    if not account.is_futures or trade.is_closed or not trade.is_entered or trade.rest <= 0:
        return None
    entered = trade.entered
    times, kept = factor(trade), product(factor(trade), account.maintenance)
    # One division, and that at the end: a price that lies on a tick must come out as that tick.
    share = difference(add((times, kept)), _ONE) if trade.is_long else difference(add((times, _ONE)), kept)
    price = ratio(product(entered.total_without_commission, share), product(entered.amount, times))
    if price <= 0:
        return None
    return raised(price, tick) if trade.is_long else truncate(price, tick)


def is_exposed(trade: SmartTrade) -> bool:
    """Tell whether coins are in the trade that the exchange has not closed yet, noticed or not."""
    gone = [order for order in trade.orders if order.is_open and order.executed_at_price is not None]
    closing = [order for order in gone if order.purpose is not Purpose.POSITION]
    if any(order.units is None for order in closing):
        return False  # it closes everything
    return difference(trade.rest, add(order.units or ZERO for order in closing)) > 0
