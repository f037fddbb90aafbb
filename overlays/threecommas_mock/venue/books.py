"""The books of an exchange: what accounts have, what they have traded, and what they were worth.

Stores write them, whatever trades; nothing else changes them but a restore.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.balances import AccountBalances
from threecommas_mock.venue.clock import Clock
from threecommas_mock.venue.market import Market
from threecommas_mock.venue.tradable import Lifecycle, T, Tradable
from threecommas_mock.venue.turnover import DayVolume, Turnover
from threecommas_mock.venue.worth import WorthHistory, WorthState, worth_of

Follower = Callable[[Lifecycle[Any], Any, Tradable], object]
"""Takes the lifecycle of an item, what it was before (None if it is new), and what it is now."""


@dataclass(frozen=True, slots=True)
class BooksState:
    """What the books hold that does not follow from what trades."""

    volumes: tuple[DayVolume, ...]
    worth: WorthState


class Books:
    """The books of the accounts that *accounts* gives.

    *changes* counts what may let something else happen next: items and bots that changed. *followers* are
    told of each item that was put.
    """

    def __init__(self, accounts: Callable[[], Iterable[Account]], market: Market, clock: Clock) -> None:
        self.balances = AccountBalances()
        self.turnover = Turnover(market)
        self._clock = clock
        self.changes = 0
        self.followers: list[Follower] = []
        self.worth = WorthHistory(
            clock.now(),
            lambda: [(each.id, worth_of(self.balances.of(each), market)) for each in accounts()],
        )

    def begin_anew(self) -> None:
        """Let the history of worth begin now: the clock was set to another time before anything traded."""
        self.worth.begin(self._clock.now())

    def note(self, lifecycle: Lifecycle[T], before: T | None, item: T) -> None:
        """Count a change of what trades, and tell the followers of *item*."""
        self.changes += 1
        for follower in self.followers:
            follower(lifecycle, before, item)

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """Tell the followers at the end of what changes here; of nothing if an error takes it back."""
        waiting: list[tuple[Lifecycle[Any], Any, Tradable]] = []
        followers, self.followers = self.followers, [lambda *told: waiting.append(told)]
        try:
            yield
        finally:
            self.followers = followers
        for told in waiting:
            for follower in self.followers:
                follower(*told)

    def catch_up(self) -> None:
        """Note the worth at the midnights that have passed; call it before anything changes."""
        self.worth.catch_up(self._clock.now())

    def remove(self, account_id: int) -> None:
        """Forget an account."""
        self.changes += 1
        self.balances.remove(account_id)
        self.turnover.remove(account_id)
        self.worth.remove(account_id)

    @property
    def state(self) -> BooksState:
        """What does not follow from what trades, as a value."""
        return BooksState(self.turnover.state, self.worth.state)

    def restore(self, state: BooksState) -> None:
        """Hold what *state* says; the stores add the balances."""
        self.changes += 1
        self.balances.clear()
        self.turnover.restore(state.volumes)
        self.worth.restore(state.worth)
