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
from threecommas_mock.venue.decimal_math import ZERO, exact_difference, exact_product, exact_sum
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
class Taken:
    """The *coins* that an item took over from another, and what they had cost; below zero if handed over."""

    coins: Decimal = ZERO
    cost: Decimal = ZERO
    at: datetime | None = None
    is_handed: bool = False

    @property
    def handed(self) -> Taken:
        """The same as the other item sees it."""
        return Taken(self.coins.copy_negate(), self.cost.copy_negate(), self.at, is_handed=True)


NOTHING = Taken()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one item came to; *kind* is its class, *bot_id* the bot of a deal, or the grid bot that it is.

    *money* is what it changed on the account so far, in quote currency. *coins* is what it holds, in base
    currency or contracts; below zero it has sold what it did not buy. *opened_at* is its first fill,
    *closed_at* its last one if it has ended. *taken* are coins that it has from another item, or gave to one:
    they are in no fill, and count for profit at what they had cost.
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
    taken: Taken = NOTHING

    @property
    def profit(self) -> Decimal:
        """Realised and open profit together."""
        return exact_sum((self.realised, self.open))

    @property
    def _sold_what_it_took(self) -> bool:
        return bool(self.taken.coins and self.fills) and not self.taken.is_handed

    @property
    def won(self) -> bool | None:
        """Tell whether it ended with a profit; None unless it has ended, and has both bought and sold."""
        both = len({fill.side for fill in self.fills}) == len(Side) or self._sold_what_it_took
        return self.profit > 0 if self.is_closed and both else None


def entry_of(lifecycle: Lifecycle[Any], item: Tradable, price: Decimal, taken: Taken = NOTHING) -> Entry:
    """Return what *item* came to when a coin is worth *price*."""
    fills = _fills(lifecycle, item)
    flows = lifecycle.funds(None, item)
    quote, _, base = item.pair.partition("_")
    money = flows.get(quote, Balance()).total
    if item.account.is_futures:
        cash, coins = _moved(fills)
        realised = money
    else:
        cash, coins = money, flows.get(base, Balance()).total
        realised = _realised_on_spot(money, fills, taken)
    worth = exact_product(exact_sum((coins, taken.coins)), price)
    profit = exact_difference(exact_sum((cash, worth)), taken.cost)
    moments = sorted([fill.at for fill in fills] + ([taken.at] if taken.at else []))
    is_closed = getattr(item, "is_closed", not getattr(item, "is_enabled", False))
    return Entry(
        kind=type(item).__name__,
        id=item.id,
        account_id=item.account.id,
        pair=item.pair,
        bot_id=item.id if isinstance(item, GridBot) else getattr(item, "bot_id", None),
        status=str(getattr(item, "status", "disabled" if is_closed else "enabled")),
        is_closed=is_closed,
        opened_at=moments[0] if moments else None,
        closed_at=moments[-1] if moments and is_closed else None,
        fills=fills,
        fees=exact_sum(fill.fee for fill in fills),
        money=money,
        coins=coins,
        realised=realised,
        open=exact_difference(profit, realised),
        taken=taken,
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


def _realised_on_spot(money: Decimal, fills: Iterable[FillEntry], taken: Taken) -> Decimal:
    """Return what came in beyond what the coins that are left cost; missing ones have brought money."""
    # What was handed over has left at its cost, so it settles nothing.
    held = RunningCost() if taken.is_handed else RunningCost(taken.coins, taken.cost)
    begun = held.cost
    for fill in fills:
        buys = fill.side == Side.BUY
        held.move(
            fill.amount if buys else fill.amount.copy_negate(),
            fill.total if buys else fill.total.copy_negate(),
        )
    return exact_difference(exact_sum((money, held.cost)), begun)
