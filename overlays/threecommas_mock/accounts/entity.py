"""The conversion: currency of an account that was turned into another, as a frozen value.

Selling everything makes one for each order, converting dust one for each currency. Nothing happens to it any
more, so its lifecycle is that of something that rests for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.balances import Balance, Balances
from threecommas_mock.venue.decimal_math import ZERO
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.price_levels import PriceLevels
from threecommas_mock.venue.tradable import NewId


@dataclass(frozen=True, slots=True)
class Conversion:
    """What an account gave and got.

    *amount* is in the currency *spent*, *received* and *service_charge* in the currency *gained*. *order* is
    the market order that did it; the exchange converts dust without one. *pair* is where the price came from.
    """

    id: int
    account: Account
    pair: str
    spent: str
    amount: Decimal
    gained: str
    received: Decimal
    at: datetime
    service_charge: Decimal = ZERO
    order: Order | None = None

    @property
    def orders(self) -> tuple[Order, ...]:
        """The order, if there is one."""
        return () if self.order is None else (self.order,)

    @property
    def is_dust(self) -> bool:
        """Was made of a balance that was too small to be traded."""
        return self.order is None

    def same_state_as(self, other: Conversion) -> bool:
        """Tell whether nothing happened since, which is always so."""
        return True


class ConversionLifecycle:
    """What the venue asks about a conversion (see `venue.tradable`)."""

    def is_pending(self, item: Conversion) -> bool:
        """Tell whether `advance` would change anything, which it never does."""
        return False

    def is_timed(self, item: Conversion) -> bool:
        """Tell whether time alone can change something, which it never does."""
        return False

    def observe(self, item: Conversion, view: MarketView, new_order_id: NewId) -> Conversion:
        """Return it as it is: no price concerns it."""
        return item

    def advance(self, item: Conversion, view: MarketView) -> Conversion:
        """Return it as it is."""
        return item

    def fail_for_missing_funds(self, item: Conversion, tried: Conversion, view: MarketView) -> Conversion:
        """Return it as it is: it spent what was free."""
        return item

    def price_levels(self, item: Conversion, tick: Decimal) -> PriceLevels:
        """Return no prices at all."""
        return frozenset()

    def funds(self, before: Conversion | None, after: Conversion) -> Balances:
        """Return what balances change by."""
        if before is not None:
            return {}
        return {after.spent: Balance(after.amount.copy_negate()), after.gained: Balance(after.received)}

    def traded(self, before: Conversion | None, after: Conversion) -> tuple[Order, ...]:
        """Return the order, once; converting dust is no trade (inferred)."""
        return () if before is not None else after.orders
