"""The simple trade: one order with an optional trigger, trailing and timeout, as a frozen value.

Its status is that of its order. What the market does to the order is in `venue.matching`, what 3Commas does
with it in `lifecycle`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.order_types import OrderStatus, OrderType
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.positions import PositionChange


class TimeInForce(StrEnum):
    """How a limit order may rest on the book (docs, Create Trade: `order.strategy`)."""

    GTC = "gtc"
    IOC = "ioc"
    FOK = "fok"
    POST_ONLY = "post_only"


@dataclass(frozen=True, slots=True)
class SimpleTrade:
    """One simple trade.

    *expected_price* is the limit price, or what a market order may trade at, in quote currency.
    *is_conditional* tells that a trigger was asked for. *time_in_force* is None for a market order.
    *margin_mode* is what was sent as `leverage.type`, for a futures account alone. *change* is what the fill
    did to the position of such an account.
    """

    id: int
    account: Account
    pair: str
    order: Order
    expected_price: Decimal
    created_at: datetime
    is_conditional: bool = False
    time_in_force: TimeInForce | None = None
    position_side: str = "both"
    reduce_only: bool = False
    margin_mode: str | None = None
    change: PositionChange | None = None

    @property
    def uuid(self) -> str:
        """The id of the answers; counted, not random, so that the same calls get the same answers."""
        return str(UUID(int=(4 << 76) | (8 << 60) | self.id))

    @property
    def orders(self) -> tuple[Order, ...]:
        """The one order."""
        return (self.order,)

    @property
    def is_closed(self) -> bool:
        """At an end, for good."""
        return not self.order.is_open

    @property
    def is_cancelable(self) -> bool:
        """Open, and not carried out by the exchange yet."""
        return self.order.is_open and self.order.executed_at_price is None

    @property
    def has_to_be_met_at_once(self) -> bool:
        """Does not rest: it trades as it arrives, or not at all."""
        return self.time_in_force in (TimeInForce.IOC, TimeInForce.FOK)

    @property
    def is_limit(self) -> bool:
        """Trades at its own price or a better one."""
        return self.order.order_type is OrderType.LIMIT

    def same_state_as(self, other: SimpleTrade) -> bool:
        """Tell whether nothing happened between *other* and this."""
        return self is other or self.order == other.order

    def with_order(self, order: Order) -> SimpleTrade:
        """Replace the order."""
        return replace(self, order=order)

    @property
    def status(self) -> OrderStatus:
        """The status, which is that of the order."""
        return self.order.status


def number_of(uuid: str) -> int:
    """Return the number that stands in the id of an answer; a strange id gives a number that nobody has."""
    value = UUID(uuid).int
    return value & ((1 << 60) - 1) if value >> 60 == (4 << 16) | 8 else 0
