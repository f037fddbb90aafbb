"""One order of a SmartTrade: entry, target, stop loss, or an amount added, taken out or closed.

`/trades` lists exactly these. An order is a frozen value; what the market does to it is in `matching`, what
3Commas does with it in `smart_trades.lifecycle`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from threecommas_mock.venue.decimal_math import exact_product
from threecommas_mock.venue.order_types import (
    EXECUTED,
    OPEN,
    WORKING,
    OrderStatus,
    OrderType,
    PriceType,
    Purpose,
    Side,
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A price to be reached: *value* in quote currency, *percent* if it was given as distance from the entry.

    *rising* says from which side: True fires at or above *value*, False at or below. A *strict* one is not
    fired by *value* itself.
    """

    price_type: PriceType
    value: Decimal
    rising: bool
    percent: Decimal | None = None
    strict: bool = False

    def reached(self, price: Decimal) -> bool:
        """Tell whether *price* fires it."""
        if self.strict and price == self.value:
            return False
        return price >= self.value if self.rising else price <= self.value


@dataclass(frozen=True, slots=True)
class Trailing:
    """An order that follows the price and fires when it turns back by *percent*, or by *amount*.

    *peak* is the best price since trailing was activated. A trailing stop loss has no percent of its own: it
    keeps *distance*, the share of the peak at which its trigger stands. *amount* is in quote currency.
    """

    percent: Decimal | None = None
    distance: Decimal | None = None
    peak: Decimal | None = None
    peak_at: datetime | None = None
    amount: Decimal | None = None

    @property
    def turns(self) -> bool:
        """Has a distance of its own, at which it fires."""
        return self.percent is not None or self.amount is not None


@dataclass(frozen=True, slots=True)
class Timeout:
    """Delay between trigger and order; *due_at* is set while it runs."""

    seconds: int
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """What an order did to the account: coins moved, and quote currency paid or received, fees included."""

    amount: Decimal
    total: Decimal
    price: Decimal
    at: datetime

    @property
    def total_without_commission(self) -> Decimal:
        """What the coins alone cost or brought."""
        return exact_product(self.amount, self.price)


@dataclass(frozen=True, slots=True)
class Order:
    """One order.

    *units* in base currency, *price* the limit or the expected price in quote currency, *volume* the share of
    the position in percent. *executed_at_price* is set once the exchange has carried the order out and
    3Commas has not noticed yet, *fill* once it has. *rested* tells an order that waited on the book (maker)
    from one that met another (taker).
    """

    id: int
    purpose: Purpose
    side: Side
    order_type: OrderType
    status: OrderStatus
    created_at: datetime
    updated_at: datetime
    units: Decimal | None = None
    price: Decimal | None = None
    trigger: Trigger | None = None
    trailing: Trailing | None = None
    timeout: Timeout | None = None
    volume: Decimal | None = None
    is_maker: bool = False
    executed_at_price: Decimal | None = None
    fill: Fill | None = None
    closed_at: datetime | None = None
    error: str | None = None

    @classmethod
    def at_market(cls, number: int, purpose: Purpose, side: Side, units: Decimal, now: datetime) -> Order:
        """Draw up an order at market price, to be sent."""
        return cls(
            id=number,
            purpose=purpose,
            side=side,
            order_type=OrderType.MARKET,
            status=OrderStatus.TO_PROCESS,
            created_at=now,
            updated_at=now,
            units=units,
        )

    @property
    def is_open(self) -> bool:
        """Neither carried out nor cancelled."""
        return self.status in OPEN

    @property
    def is_working(self) -> bool:
        """At the exchange or being watched."""
        return self.status in WORKING

    @property
    def is_executed(self) -> bool:
        """Carried out, and noticed."""
        return self.status in EXECUTED

    @property
    def is_due(self) -> bool:
        """Open, but carried out by the exchange already, or with nothing to keep it from being so at once."""
        if not self.is_open:
            return False  # an executed order keeps its price, and must not be executed again
        if self.executed_at_price is not None or self.status is OrderStatus.PANIC_SELL_PENDING:
            return True
        return self.status is OrderStatus.TO_PROCESS and self.trigger is None

    def cancelled(self, now: datetime) -> Order:
        """Call the order off."""
        return replace(self, status=OrderStatus.CANCELLED, updated_at=now, closed_at=now)
