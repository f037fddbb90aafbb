"""The deal: a frozen value that holds everything the answers are made of.

Sums are computed from the fills of its orders, so they cannot disagree with its market orders.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from threecommas_mock.dca.averages import Moved
from threecommas_mock.dca.settings import DcaSettings
from threecommas_mock.deals.statuses import CLOSED, Status
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import exact_difference, floor_to_step
from threecommas_mock.venue.order_types import OrderStatus, Side
from threecommas_mock.venue.orders import Fill, Order

ZERO = Decimal(0)


class OrderKind(StrEnum):
    """`deal_order_type`: what an order of a deal is for; the word of a stop loss was never seen."""

    BASE = "Base"
    SAFETY = "Safety"
    MANUAL = "Manual Safety"
    TAKE_PROFIT = "Take Profit"
    STOP_LOSS = "Stop Loss"
    CLOSE = "Closed at Market Price"


ENTRIES = frozenset({OrderKind.BASE, OrderKind.SAFETY, OrderKind.MANUAL})
"""What opens the position or adds to it."""


@dataclass(frozen=True, slots=True)
class DealOrder:
    """One order of a deal.

    *number* counts safety orders from 1 and steps of the take profit from 0. *trade_id* is what a step keeps
    when its order is placed anew.
    """

    kind: OrderKind
    order: Order
    number: int = 0
    trade_id: int = 0

    @property
    def id(self) -> int:
        """The number of the order."""
        return self.order.id

    @property
    def is_sent(self) -> bool:
        """At the exchange; a trigger or a trailing is watched by 3Commas alone until it fires."""
        return self.order.trigger is None or self.order.fill is not None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of `bot_events`."""

    message: str
    at: datetime


@dataclass(frozen=True)
class Deal:
    """One deal. *orders* stand in the order they were made, the base order first.

    *balance* is the free quote currency at the start, of which volumes in percent are a share. *last_profit*
    (quote currency) and *last_profit_usd* are those of the last update. *error_message* tells of a safety
    order that could not be placed, after which none is tried, or why the deal failed.
    """

    id: int
    account: Account
    pair: str
    bot_id: int
    bot_name: str
    settings: DcaSettings
    status: Status
    created_at: datetime
    updated_at: datetime
    orders: tuple[DealOrder, ...] = ()
    events: tuple[Event, ...] = ()
    balance: Decimal = ZERO
    last_profit: Decimal = ZERO
    last_profit_usd: Decimal = ZERO
    note: str | None = None
    error_message: str | None = None
    failed_message: str | None = None
    closed_at: datetime | None = None

    @property
    def is_long(self) -> bool:
        """Bought first, to be sold later."""
        return self.settings.is_long

    @property
    def entry_side(self) -> Side:
        """The side of base and safety orders."""
        return Side.BUY if self.is_long else Side.SELL

    @property
    def is_closed(self) -> bool:
        """At an end, for good."""
        return self.status in CLOSED

    def same_state_as(self, other: Deal) -> bool:
        """Tell whether nothing happened between *other* and this: same status, same orders."""
        return self is other or (self.status, self.orders) == (other.status, other.orders)

    def of_kind(self, *kinds: OrderKind) -> tuple[DealOrder, ...]:
        """Return the orders of these kinds that were not cancelled."""
        return tuple(
            each
            for each in self.orders
            if each.kind in kinds and each.order.status is not OrderStatus.CANCELLED
        )

    def open_orders(self, *kinds: OrderKind) -> tuple[DealOrder, ...]:
        """Return the orders of these kinds, or of all, that are neither carried out nor cancelled."""
        return tuple(each for each in self.orders if each.order.is_open and (not kinds or each.kind in kinds))

    def filled(self, *kinds: OrderKind) -> tuple[DealOrder, ...]:
        """Return the orders of these kinds that were carried out."""
        return tuple(each for each in self.orders if each.kind in kinds and each.order.fill is not None)

    def with_order(self, changed: DealOrder) -> Deal:
        """Replace the order that has the same number."""
        kept = (changed if each.id == changed.id else each for each in self.orders)
        return replace(self, orders=tuple(kept))

    def with_orders(self, *added: DealOrder) -> Deal:
        """Add orders."""
        return replace(self, orders=(*self.orders, *added))

    def with_event(self, message: str, at: datetime) -> Deal:
        """Add an event."""
        return replace(self, events=(*self.events, Event(message, at)))

    @cached_property
    def bought(self) -> Moved:
        """What was bought, fees included."""
        return Moved.of(self._fills(Side.BUY))

    @cached_property
    def sold(self) -> Moved:
        """What was sold, fees included."""
        return Moved.of(self._fills(Side.SELL))

    @property
    def entered(self) -> Moved:
        """What went in."""
        return self.bought if self.is_long else self.sold

    @property
    def exited(self) -> Moved:
        """What came out."""
        return self.sold if self.is_long else self.bought

    @property
    def remaining(self) -> Decimal:
        """Coins still in the deal; below zero if a short bought more back than it had sold."""
        return exact_difference(self.entered.amount, self.exited.amount)

    def closable(self, lot: Decimal) -> Decimal:
        """Return the coins still in the deal that the exchange lets trade: whole lots."""
        return floor_to_step(max(self.remaining, ZERO), lot)

    @property
    def base(self) -> Moved:
        """What the base order moved."""
        return Moved.of(each.order.fill for each in self.filled(OrderKind.BASE) if each.order.fill)

    @property
    def stop_loss(self) -> DealOrder | None:
        """The stop loss that is watched."""
        return next(iter(self.open_orders(OrderKind.STOP_LOSS)), None)

    @property
    def take_profits(self) -> tuple[DealOrder, ...]:
        """The targets that wait, by step."""
        return self.open_orders(OrderKind.TAKE_PROFIT)

    @property
    def trailing(self) -> DealOrder | None:
        """The target whose trailing is at work."""
        at_work = (each for each in self.take_profits if each.order.status is OrderStatus.TRAILING_ACTIVATED)
        return next(at_work, None)

    def _fills(self, side: Side) -> tuple[Fill, ...]:
        return tuple(each.order.fill for each in self.orders if each.order.fill and each.order.side is side)
