"""The exchange behind 3Commas: accounts, market and time, and how time makes things go on.

Time is made visible by polling. With no delay, every reading of an item first settles one pending transition,
so a poller sees each status once; with a delay, a transition is due that long after the one before it. A
price move first settles everything that is due, so nothing armed misses a price. How long 3Commas really
takes is not documented: all of this is the mock's own choice.

What trades here is kept in a store for each room. The desk drives the stores by the `Lifecycle` that each
brings along (see `tradable`); what users do with an item is the business of its room. *watchers* are told of
accounts that come and leave, and of a restore.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from threecommas_mock.venue.account_book import AccountBook, AccountHolder, AccountsState, AccountWatcher
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.balances import Balances
from threecommas_mock.venue.books import Books, BooksState
from threecommas_mock.venue.clock import Clock
from threecommas_mock.venue.market import Market
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.store import Store, StoreState
from threecommas_mock.venue.tradable import Lifecycle, T, Tradable
from threecommas_mock.venue.trading_rules import NO_TRADING_RULES, TradingRules

Settle = Callable[[Store[Any], Any], Any]


class TradingDesk:
    """All that rooms share of one exchange. Not thread-safe: its owner takes one call at a time.

    *web_mode* is what the users have chosen in the web application: the mode of a request without a header.
    """

    def __init__(
        self,
        *,
        accounts: Iterable[Account],
        market: Market,
        clock: Clock,
        delay: timedelta = timedelta(),
        trading_rules: Mapping[str, TradingRules] | None = None,
        web_mode: Mode = Mode.REAL,
    ) -> None:
        self.web_mode = web_mode
        self.market = market
        self.clock = clock
        self._stores: list[Store[Any]] = []
        self._trading_rules = dict(trading_rules or {})
        self.account_book = AccountBook(
            self.trading_rules(account.type).of_account(account) for account in accounts
        )
        _require_account_types(self._trading_rules, self.account_book)
        self._holders: list[AccountHolder] = []
        self.watchers: list[AccountWatcher] = []
        self.books = Books(lambda: self.account_book, market, clock)
        self._delay = delay

    def open_store(self, lifecycle: Lifecycle[T], *, first_id: int, first_order_id: int) -> Store[T]:
        """Make a store for the items of one room, which from now on go on as *lifecycle* says."""
        store = Store(lifecycle, self.books, first_id=first_id, first_order_id=first_order_id)
        self._stores.append(store)
        self.tell_of_accounts(store)
        return store

    def tell_of_accounts(self, holder: AccountHolder) -> None:
        """Let *holder* know from now on what becomes of accounts."""
        self._holders.append(holder)

    def restore(
        self,
        accounts: AccountsState,
        books: BooksState,
        states: Iterable[tuple[Store[Any], StoreState[Any]]],
    ) -> None:
        """Have these accounts, let each store hold its state, and every balance be what follows from that."""
        self.account_book.restore(accounts)
        self.books.restore(books)
        for store, state in states:
            store.restore(state, self.market)
        for watcher in self.watchers:
            watcher.restored()

    def view(self, pair: str, account: Account | None = None) -> MarketView:
        """Look at the market around *pair* right now, as *account* may trade it."""
        found = self.market[pair]
        rules = None if account is None else self._trading_rules.get(account.type)
        if rules is not None:
            found = rules.of_pair(found)
        return MarketView(self.clock.now(), found, self.market.usd_price(found.quote_currency))

    def view_of(self, item: Tradable) -> MarketView:
        """Look at the market around *item* right now."""
        return self.view(item.pair, item.account)

    def trading_rules(self, account_type: str) -> TradingRules:
        """Return what accounts of a type ask for."""
        return self._trading_rules.get(account_type, NO_TRADING_RULES)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts of all users."""
        return tuple(self.account_book)

    @property
    def original_accounts(self) -> tuple[Account, ...]:
        """The accounts that the exchange was made with: they say what types of account there are."""
        return tuple(self.account_book.original.values())

    def put_account(self, account: Account) -> None:
        """Add *account*, or let it replace the one with the same number wherever that is held."""
        self.books.catch_up()
        self.account_book.put(account)
        for holder in self._holders:
            holder.account_changed(account)
        for watcher in self.watchers:
            watcher.account_put(account)

    def remove_account(self, number: int) -> None:
        """Forget an account and everything on it."""
        self.books.catch_up()
        for watcher in self.watchers:
            watcher.account_leaves(number)
        for holder in self._holders:
            holder.account_removed(number)
        self.account_book.remove(number)
        self.books.remove(number)

    def account(self, number: int, user: int) -> Account | None:
        """Return the account with this number; None unless it is the user's."""
        account = self.account_book.get(number)
        return account if account is not None and account.owner == user else None

    def balances(self, account_id: int) -> Balances:
        """Return what an account has now; raises KeyError for a number that no account has."""
        return self.books.balances.of(self.account_book[account_id])

    def poll(self, store: Store[T], item: T) -> T:
        """Take *item* one transition further if one is due; the same object if not."""
        since = store.pending_since(item)
        if since is None or self.clock.now() - since < self._delay:
            return item
        return self.advance(store, item)

    def poll_shown(self, store: Store[T], take: Callable[[], list[T]]) -> list[T]:
        """Return what a list shows, each item after one due transition; nothing else goes on by the look.

        *take* chooses among the items as they stand. It is asked again once something has gone on.
        """
        shown = take()
        polled = [self.poll(store, item) for item in shown]
        return shown if all(map(operator.is_, shown, polled)) else take()

    def advance(self, store: Store[T], item: T) -> T:
        """Let *item* see the market and go one transition further; the same object if nothing changed."""
        lifecycle, view = store.lifecycle, self.view_of(item)
        seen = lifecycle.observe(item, view, store.new_order_id)
        if lifecycle.is_pending(seen):
            advanced = lifecycle.advance(seen, view)
            if store.shortage(advanced) is not None:
                advanced = lifecycle.fail_for_missing_funds(seen, advanced, view)
            # Orders that were placed just now may meet the market as it stands.
            seen = lifecycle.observe(advanced, view, store.new_order_id)
        return item if seen is item else store.put(seen, view)

    def price_moved(self, pair: str) -> None:
        """Let what waits for prices of *pair* see them; call `settle_due` before the move."""
        for store in self._stores:
            for item in store.reached(self.market[pair]):
                self._observe_market(store, item)

    def next_beyond(self, pair: str, price: Decimal, *, rising: bool) -> Decimal | None:
        """Return the nearest price above (or below) *price* at which something has to be looked at."""
        found = [store.next_beyond(pair, price, rising=rising) for store in self._stores]
        known = [each for each in found if each is not None]
        return None if not known else min(known) if rising else max(known)

    def is_waiting(self, pair: str) -> bool:
        """Tell whether time, or any price of *pair* at all, may change something."""
        return any(store.pending() or store.reached(self.market[pair]) for store in self._stores)

    def items(self) -> list[tuple[Lifecycle[Any], Tradable]]:
        """Return everything that trades or has traded, with its lifecycle; oldest first in each room."""
        return [(store.lifecycle, item) for store in self._stores for item in store.state.items]

    def next_due(self) -> datetime | None:
        """Tell when the next transition is due that is not due yet; timeouts have no such moment."""
        now = self.clock.now()
        moments = (since + self._delay for store in self._stores for since in store.pending_moments())
        return min((moment for moment in moments if moment > now), default=None)

    def settle_due(self) -> None:
        """Settle every transition that is due, over and over until none is."""
        self.books.catch_up()
        self._until_settled(self.poll)

    def settle_all(self) -> None:
        """Settle everything pending, due or not."""
        self._until_settled(self.advance)

    def _until_settled(self, settle: Settle) -> None:
        changed = True
        while changed:
            changed = False
            for store in self._stores:
                # A copy of the list each time: settling puts items in and takes them out.
                for item in store.pending():
                    changed = not settle(store, item).same_state_as(item) or changed

    def _observe_market(self, store: Store[T], item: T) -> None:
        view = self.view_of(item)
        seen = store.lifecycle.observe(item, view, store.new_order_id)
        if seen is not item:
            store.put(seen, view)


def _require_account_types(names: Iterable[str], accounts: Iterable[Account]) -> None:
    known = sorted({account.type for account in accounts})
    for name in names:
        if name not in known:
            raise ValueError(f"trading_rules: no account is of type {name!r}; there are {', '.join(known)}")
