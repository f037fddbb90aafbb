"""The entry of one item in a report: its fills, its fees, and its profit, exact and in quote currency.

An item is whatever trades: a SmartTrade, a simple trade, a deal, a grid bot. Its profit is what it would have
brought if what it holds were worth the last price, without a fee for selling it. *realised* is the part that
is settled: on spot what was sold less what it had cost (see `cost`), on futures what the account received.
*open* is the rest. Both together are the profit, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from threecommas_mock.grid_bots.entity import GridBot
from threecommas_mock.reports.cost import RunningCost
from threecommas_mock.venue.balances import Balance
from threecommas_mock.venue.decimal_math import exact_difference, exact_product, exact_sum
from threecommas_mock.venue.order_types import Side
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.tradable import Lifecycle, Tradable


@dataclass(frozen=True, slots=True)
class FillEntry:
    """A fill: *amount* in base currency; *price*, *fee* and *total*, which has the fee, in quote currency."""

    at: datetime
    purpose: str
    side: str
    amount: Decimal
    price: Decimal
    fee: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """What one item came to; *kind* is its class, *bot_id* the bot of a deal, or the grid bot that it is.

    *money* is what it changed on the account so far, in quote currency. *coins* is what it holds, in base
    currency or contracts; below zero it has sold what it did not buy. *opened_at* is its first fill,
    *closed_at* its last one if it has ended.
    """

    kind: str
    id: int
    account_id: int
    pair: str
    bot_id: int | None
    status: str
    is_closed: bool
    opened_at: datetime | None
    closed_at: datetime | None
    fills: tuple[FillEntry, ...]
    fees: Decimal
    money: Decimal
    coins: Decimal
    realised: Decimal
    open: Decimal

    @property
    def profit(self) -> Decimal:
        """Realised and open profit together."""
        return exact_sum((self.realised, self.open))

    @property
    def won(self) -> bool | None:
        """Tell whether it ended with a profit; None unless it has ended, and has both bought and sold."""
        both = len({fill.side for fill in self.fills}) == len(Side)
        return self.profit > 0 if self.is_closed and both else None


def entry_of(lifecycle: Lifecycle[Any], item: Tradable, price: Decimal) -> Entry:
    """Return what *item* came to when a coin is worth *price*."""
    fills = _fills(lifecycle, item)
    flows = lifecycle.funds(None, item)
    quote, _, base = item.pair.partition("_")
    money = flows.get(quote, Balance()).total
    if item.account.is_futures:
        cash, coins, realised = *_moved(fills), money
        profit = exact_sum((cash, exact_product(coins, price)))
    else:
        coins = flows.get(base, Balance()).total
        profit = exact_sum((money, exact_product(coins, price)))
        realised = exact_sum((money, _cost(fills)))
    is_closed = getattr(item, "is_closed", not getattr(item, "is_enabled", False))
    return Entry(
        kind=type(item).__name__,
        id=item.id,
        account_id=item.account.id,
        pair=item.pair,
        bot_id=item.id if isinstance(item, GridBot) else getattr(item, "bot_id", None),
        status=str(getattr(item, "status", "disabled" if is_closed else "enabled")),
        is_closed=is_closed,
        opened_at=fills[0].at if fills else None,
        closed_at=fills[-1].at if fills and is_closed else None,
        fills=fills,
        fees=exact_sum(fill.fee for fill in fills),
        money=money,
        coins=coins,
        realised=realised,
        open=exact_difference(profit, realised),
    )


def linear_worth(lifecycle: Lifecycle[Any], item: Tradable) -> tuple[Decimal, Decimal]:
    """Return what a futures item is worth beyond what the account has received: money, and contracts."""
    cash, contracts = _moved(_fills(lifecycle, item))
    received = lifecycle.funds(None, item).get(item.pair.partition("_")[0], Balance()).total
    return exact_difference(cash, received), contracts


def _fills(lifecycle: Lifecycle[Any], item: Tradable) -> tuple[FillEntry, ...]:
    """Return the fills in order of time; those of one moment stay in the order of the item."""
    return tuple(sorted(map(_fill, lifecycle.traded(None, item)), key=lambda fill: fill.at))


def _fill(order: Order) -> FillEntry:
    fill = order.fill
    if fill is None:
        raise AssertionError(f"order {order.id} was traded without a fill")
    fee = exact_difference(fill.total, fill.total_without_commission).copy_abs()
    return FillEntry(fill.at, order.purpose.value, order.side.value, fill.amount, fill.price, fee, fill.total)


def _moved(fills: Iterable[FillEntry]) -> tuple[Decimal, Decimal]:
    """Return the quote currency that came in, and the coins."""
    money, coins = [], []
    for fill in fills:
        buys = fill.side == Side.BUY
        money.append(fill.total.copy_negate() if buys else fill.total)
        coins.append(fill.amount if buys else fill.amount.copy_negate())
    return exact_sum(money), exact_sum(coins)


def _cost(fills: Iterable[FillEntry]) -> Decimal:
    """Return what the coins that are left cost; below zero what missing ones brought."""
    held = RunningCost()
    for fill in fills:
        buys = fill.side == Side.BUY
        held.move(
            fill.amount if buys else fill.amount.copy_negate(),
            fill.total if buys else fill.total.copy_negate(),
        )
    return held.cost
