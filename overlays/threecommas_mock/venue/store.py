"""The store of everything that trades on an exchange, and of what wants attention.

The items are frozen values, so copying the store copies everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.balances import Shortage
from threecommas_mock.venue.books import Books
from threecommas_mock.venue.market import Market, Pair
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.tradable import Lifecycle, T
from threecommas_mock.venue.trigger_index import TriggerIndex


@dataclass(frozen=True, slots=True)
class PendingSince:
    """The number of an item that goes on by itself, and since when."""

    id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class StoreState(Generic[T]):
    """All that a store holds; items oldest first."""

    items: tuple[T, ...]
    pending: tuple[PendingSince, ...]
    next_id: int
    next_order_id: int


class Store(Generic[T]):
    """The items of one room by number and by the prices they wait for, and since when they are pending.

    An item is pending while a transition is due or a timeout runs: only these change without a price. What
    items cost and trade is kept in *books*.
    """

    def __init__(self, lifecycle: Lifecycle[T], books: Books, *, first_id: int, first_order_id: int) -> None:
        self.lifecycle = lifecycle
        self._books = books
        self._items: dict[int, T] = {}
        self._triggers = TriggerIndex()
        self._pending: dict[int, datetime] = {}
        self._next_id = first_id
        self._next_order_id = first_order_id

    @property
    def state(self) -> StoreState[T]:
        """Everything, as a value."""
        pending = tuple(PendingSince(number, since) for number, since in self._pending.items())
        return StoreState(tuple(self._items.values()), pending, self._next_id, self._next_order_id)

    def restore(self, state: StoreState[T], market: Market) -> None:
        """Hold what *state* says, and nothing else; the ticks of the pairs are those of *market*.

        The balances must be those without any item of this store.
        """
        self._items = {item.id: item for item in state.items}
        self._triggers = TriggerIndex()
        for item in state.items:
            self._book(None, item)
            levels = self.lifecycle.price_levels(item, market[item.pair].tick)
            self._triggers.put(item.id, item.pair, levels)
        self._pending = {one.id: one.since for one in state.pending}
        self._next_id = state.next_id
        self._next_order_id = state.next_order_id

    def new_id(self) -> int:
        """Take the next number of an item."""
        self._next_id += 1
        return self._next_id - 1

    def new_order_id(self) -> int:
        """Take the next number of an order."""
        self._next_order_id += 1
        return self._next_order_id - 1

    def put(self, item: T, view: MarketView) -> T:
        """Keep *item* as it is at *view*."""
        before = self._items.get(item.id)
        moved = before is None or not item.same_state_as(before)
        self._books.catch_up()
        self._items[item.id] = item
        self._book(before, item)
        self._books.turnover.book(item.account, view.pair, self.lifecycle.traded(before, item))
        self._triggers.put(item.id, item.pair, self.lifecycle.price_levels(item, view.pair.tick))
        if self.lifecycle.is_pending(item) or self.lifecycle.is_timed(item):
            # A note changes nothing that is pending, so it must not start the delay anew.
            self._pending[item.id] = view.now if moved else self._pending.get(item.id, view.now)
        else:
            self._pending.pop(item.id, None)
        self._books.note(self.lifecycle, before, item)
        return item

    def shortage(self, item: T) -> Shortage | None:
        """Tell what the account lacks for *item* to be kept as it is; None if nothing."""
        if item.account.funds is None:
            return None
        difference = self.lifecycle.funds(self._items.get(item.id), item)
        return self._books.balances.shortage(item.account, difference)

    def get(self, number: int, user: int) -> T | None:
        """Return the item with this number; None unless it is the user's."""
        item = self._items.get(number)
        # Somebody else's is as good as none.
        return item if item is not None and item.account.owner == user else None

    def __getitem__(self, number: int) -> T:
        """Return the item with this number, whoever owns it, or raise KeyError."""
        return self._items[number]

    def of_user(self, user: int) -> Iterator[T]:
        """Return all items of a user, oldest first."""
        return (item for item in self._items.values() if item.account.owner == user)

    def of_account(self, number: int) -> list[T]:
        """Return all items on an account, oldest first."""
        return [item for item in self._items.values() if item.account.id == number]

    def account_changed(self, account: Account) -> None:
        """Let everything on the account with this number be on *account*; its balances stay."""
        for item in self.of_account(account.id):
            # Every item is a dataclass, which its protocol cannot say.
            changed: Any = item
            self._items[item.id] = replace(changed, account=account)

    def account_removed(self, number: int) -> None:
        """Forget everything on an account."""
        for item in self.of_account(number):
            del self._items[item.id]
            self._pending.pop(item.id, None)
            self._triggers.put(item.id, item.pair, frozenset())

    def reached(self, pair: Pair) -> list[T]:
        """Return the items that the prices of *pair* may change, oldest first."""
        return [self._items[number] for number in self._triggers.reached(pair)]

    def next_beyond(self, pair: str, price: Decimal, *, rising: bool) -> Decimal | None:
        """Return the nearest price above (or below) *price* at which an item has to be looked at."""
        return self._triggers.next_beyond(pair, price, rising=rising)

    def pending(self) -> list[T]:
        """Return the items that go on by themselves."""
        return [self._items[number] for number in self._pending]

    def pending_moments(self) -> Iterable[datetime]:
        """Tell since when each item that goes on by itself is pending."""
        return self._pending.values()

    def pending_since(self, item: T) -> datetime | None:
        """Tell since when *item* is pending, None if it is at rest."""
        return self._pending.get(item.id)

    def _book(self, before: T | None, after: T) -> None:
        if after.account.funds is not None:
            self._books.balances.apply(after.account, self.lifecycle.funds(before, after))
