"""The SmartTrade: a frozen value that holds everything the answers are made of.

Sums are computed from the orders' fills, so they cannot disagree with `/trades`. What leverage makes of them
is in `margin`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from threecommas_mock.smart_trades.statuses import CLOSED, Kind, Status
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import ZERO, exact_difference, exact_sum
from threecommas_mock.venue.leverage import Leverage
from threecommas_mock.venue.order_types import OrderStatus, Purpose, Side
from threecommas_mock.venue.orders import Order


@dataclass(frozen=True, slots=True)
class Profit:
    """Profit of a SmartTrade: *volume* in quote currency, *usd* in dollars (None if the rate is unknown)."""

    volume: Decimal
    percent: Decimal
    usd: Decimal | None


@dataclass(frozen=True, slots=True)
class Turnover:
    """Amounts moved by some orders: coins, quote currency with and without commission."""

    amount: Decimal
    total: Decimal
    total_without_commission: Decimal

    @classmethod
    def of(cls, orders: Iterable[Order]) -> Turnover:
        """Add up what *orders* have moved."""
        fills = [order.fill for order in orders if order.fill is not None]
        # Most SmartTrades that are asked for have just been made.
        if not fills:
            return _NOTHING
        return cls(
            amount=exact_sum(fill.amount for fill in fills),
            total=exact_sum(fill.total for fill in fills),
            total_without_commission=exact_sum(fill.total_without_commission for fill in fills),
        )


_NOTHING = Turnover(ZERO, ZERO, ZERO)


@dataclass(frozen=True)
class SmartTrade:
    """One SmartTrade. The first of *orders* is the entry, the others follow in the order they were made."""

    id: int
    account: Account
    pair: str
    kind: Kind
    status: Status
    orders: tuple[Order, ...]
    created_at: datetime
    updated_at: datetime
    take_profit_enabled: bool = False
    breakeven: bool = False
    leverage: Leverage | None = None
    note: str | None = None
    error: str | None = None
    closed_at: datetime | None = None
    final_profit: Profit | None = None

    @property
    def position(self) -> Order:
        """The entry."""
        return self.orders[0]

    @property
    def is_long(self) -> bool:
        """Bought first, to be sold later."""
        return self.position.side is Side.BUY

    @property
    def is_closed(self) -> bool:
        """At an end, for good."""
        return self.status in CLOSED

    @property
    def is_entered(self) -> bool:
        """The position is filled, or the coins were there from the start."""
        return self.position.status in (OrderStatus.FINISHED, OrderStatus.SMART_SELL)

    @property
    def has_trailing_entry(self) -> bool:
        """The entry trails, or did."""
        return self.position.trailing is not None

    def same_state_as(self, other: SmartTrade) -> bool:
        """Tell whether nothing happened between *other* and this: same status, same orders."""
        return self is other or (self.status, self.orders) == (other.status, other.orders)

    def with_order(self, changed: Order) -> SmartTrade:
        """Replace the order that has the same number."""
        return replace(
            self, orders=tuple(changed if order.id == changed.id else order for order in self.orders)
        )

    def orders_for(self, purpose: Purpose) -> tuple[Order, ...]:
        """Return the orders of one purpose that were not cancelled."""
        return self._by_purpose.get(purpose, ())

    @cached_property
    def _by_purpose(self) -> Mapping[Purpose, tuple[Order, ...]]:
        found: dict[Purpose, tuple[Order, ...]] = {}
        for order in self.orders:
            if order.status is not OrderStatus.CANCELLED:
                found[order.purpose] = (*found.get(order.purpose, ()), order)
        return found

    @cached_property
    def additions(self) -> tuple[Order, ...]:
        """Funds added after the entry, unless called off."""
        return tuple(
            order
            for order in self.orders[1:]
            if order.purpose is Purpose.POSITION and order.status is not OrderStatus.CANCELLED
        )

    @property
    def steps(self) -> tuple[Order, ...]:
        """Take-profit steps, in their order."""
        return self.orders_for(Purpose.TAKE_PROFIT)

    @property
    def open_steps(self) -> tuple[Order, ...]:
        """Take-profit steps still to be carried out."""
        return tuple(step for step in self.steps if step.is_open)

    @property
    def stop_loss(self) -> Order | None:
        """The stop loss, unless switched off or cancelled."""
        return next(iter(self.orders_for(Purpose.STOP_LOSS)), None)

    @property
    def reductions(self) -> tuple[Order, ...]:
        """Parts taken out, or to be."""
        return self.orders_for(Purpose.REDUCE_FUNDS)

    @property
    def market_close(self) -> Order | None:
        """The order that closes everything, if asked for."""
        return next(iter(self.orders_for(Purpose.MARKET_CLOSE)), None)

    @cached_property
    def entered(self) -> Turnover:
        """What went in: entry and added funds."""
        return Turnover.of(order for order in self.orders if order.purpose is Purpose.POSITION)

    @cached_property
    def closed(self) -> Turnover:
        """What came out: targets, stop loss, reductions, close by market."""
        return Turnover.of(order for order in self.orders if order.purpose is not Purpose.POSITION)

    @cached_property
    def remaining(self) -> Decimal:
        """Coins still in the trade."""
        return exact_difference(self.entered.amount, self.closed.amount)
