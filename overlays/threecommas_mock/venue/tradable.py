"""The protocol of the things that trade on the venue: SmartTrades today, deals and bots later.

A room gives two things. Its values are `Tradable`: frozen, so that a store of them can be copied. Its
`Lifecycle` says what prices, time and money do to such a value. The venue holds the values, the clock and
the balances, and asks the lifecycle; it knows no room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Protocol, Self, TypeVar

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.balances import Balance
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.price_levels import PriceLevels

NewId = Callable[[], int]
"""Takes the next number of an order."""


class Tradable(Protocol):
    """A frozen value that trades one *pair* on one *account*; *id* is its number among its kind."""

    @property
    def id(self) -> int: ...  # noqa: D102  (said above)

    @property
    def account(self) -> Account: ...  # noqa: D102

    @property
    def pair(self) -> str: ...  # noqa: D102

    def same_state_as(self, other: Self) -> bool:
        """Tell whether nothing happened between *other* and this."""
        ...


T = TypeVar("T", bound=Tradable)


class Lifecycle(Protocol[T]):
    """How one kind of `Tradable` goes on by itself. Every function gives the same object for no change."""

    def is_pending(self, item: T) -> bool:
        """Tell whether `advance` would change anything."""
        ...

    def is_timed(self, item: T) -> bool:
        """Tell whether time alone can change something."""
        ...

    def observe(self, item: T, view: MarketView, new_order_id: NewId) -> T:
        """Return *item* after it has seen the prices of *view*."""
        ...

    def advance(self, item: T, view: MarketView) -> T:
        """Take *item* one transition further."""
        ...

    def fail_for_missing_funds(self, item: T, tried: T, view: MarketView) -> T:
        """Tell what becomes of *item* if the account cannot pay for *tried*."""
        ...

    def price_levels(self, item: T, tick: Decimal) -> PriceLevels:
        """Tell at which prices *item* has to be looked at: too many are slow, one too few is a bug."""
        ...

    def funds(self, before: T | None, after: T) -> Mapping[str, Balance]:
        """Return what balances change by when *before* becomes *after*, by currency."""
        ...

    def traded(self, before: T | None, after: T) -> Iterable[Order]:
        """Return the orders of *after* that the exchange filled since *before*."""
        ...
