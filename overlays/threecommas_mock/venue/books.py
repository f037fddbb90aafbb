"""The books of an exchange: what accounts have, what they have traded, and what they were worth.

Stores write them, whatever trades; nothing else changes them but a restore.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.balances import AccountBalances
from threecommas_mock.venue.clock import Clock
from threecommas_mock.venue.market import Market
from threecommas_mock.venue.turnover import DayVolume, Turnover
from threecommas_mock.venue.worth import WorthHistory, WorthState, worth_of


@dataclass(frozen=True, slots=True)
class BooksState:
    """What the books hold that does not follow from what trades."""

    volumes: tuple[DayVolume, ...]
    worth: WorthState


class Books:
    """The books of the accounts that *accounts* gives."""

    def __init__(self, accounts: Callable[[], Iterable[Account]], market: Market, clock: Clock) -> None:
        self.balances = AccountBalances()
        self.turnover = Turnover(market)
        self._clock = clock
        self.worth = WorthHistory(
            clock.now(),
            lambda: [(each.id, worth_of(self.balances.of(each), market)) for each in accounts()],
        )

    def catch_up(self) -> None:
        """Note the worth at the midnights that have passed; call it before anything changes."""
        self.worth.catch_up(self._clock.now())

    def remove(self, account_id: int) -> None:
        """Forget an account."""
        self.balances.remove(account_id)
        self.turnover.remove(account_id)
        self.worth.remove(account_id)

    @property
    def state(self) -> BooksState:
        """What does not follow from what trades, as a value."""
        return BooksState(self.turnover.state, self.worth.state)

    def restore(self, state: BooksState) -> None:
        """Hold what *state* says; the stores add the balances."""
        self.balances.clear()
        self.turnover.restore(state.volumes)
        self.worth.restore(state.worth)
