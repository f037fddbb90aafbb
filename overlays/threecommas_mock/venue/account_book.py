"""The accounts of one exchange as they stand: those it was made with, and what became of them since.

Accounts are frozen values, and what trades holds the account it trades on. So whoever keeps such values has
to be told of a change (`AccountHolder`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from threecommas_mock.venue.accounts import Account

FIRST_ADDED = 33_000_001
"""The number of the first account that is connected later, unless the exchange has higher ones."""


class AccountHolder(Protocol):
    """Somebody who keeps values that hold accounts."""

    def account_changed(self, account: Account) -> None:
        """Let everything on the account with this number be on *account*."""
        ...

    def account_removed(self, number: int) -> None:
        """Forget everything on the account with this number."""
        ...


class AccountWatcher(Protocol):
    """Somebody who wants to know which accounts come and leave, and keeps nothing that is on them."""

    def account_put(self, account: Account) -> None:
        """Take notice of an account that is new or has changed."""
        ...

    def account_leaves(self, number: int) -> None:
        """Take notice of an account that is about to be removed, with all that is on it."""
        ...

    def restored(self) -> None:
        """Take notice that everything is as it was at another moment."""
        ...


@dataclass(frozen=True, slots=True)
class FirstFunds:
    """The funds that an account started with, by currency; None pays for everything."""

    account: int
    funds: Mapping[str, Decimal] | None


@dataclass(frozen=True, slots=True)
class AccountsState:
    """What became of the accounts since the exchange was made; *changed* has those that were added too.

    *made_with* has the funds of all accounts that the exchange was made with.
    """

    made_with: tuple[FirstFunds, ...]
    changed: tuple[Account, ...] = ()
    removed: tuple[int, ...] = ()
    next_id: int = FIRST_ADDED

    def applied_to(self, original: Mapping[int, Account]) -> dict[int, Account]:
        """Return the accounts that an exchange made with *original* has."""
        kept = {number: account for number, account in original.items() if number not in self.removed}
        return kept | {account.id: account for account in self.changed}


class AccountBook:
    """The accounts of all users by number; *original* are those that the exchange was made with."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.original = {account.id: account for account in accounts}
        self._accounts = dict(self.original)
        self._next_id = max(FIRST_ADDED, *(number + 1 for number in self.original), 0)

    def __iter__(self) -> Iterator[Account]:
        return iter(tuple(self._accounts.values()))

    def __getitem__(self, number: int) -> Account:
        """Return the account with this number, or raise KeyError."""
        return self._accounts[number]

    def get(self, number: int) -> Account | None:
        """Return the account with this number, None if there is none."""
        return self._accounts.get(number)

    def new_id(self) -> int:
        """Take the next number of an account."""
        self._next_id += 1
        return self._next_id - 1

    def put(self, account: Account) -> None:
        """Keep *account* in place of the one with the same number, if there is one."""
        self._accounts[account.id] = account

    def remove(self, number: int) -> None:
        """Forget an account."""
        del self._accounts[number]

    @property
    def state(self) -> AccountsState:
        """What became of the accounts, as a value."""
        changed = (account for account in self._accounts.values() if self._is_new(account))
        removed = (number for number in self.original if number not in self._accounts)
        made_with = (FirstFunds(number, account.funds) for number, account in self.original.items())
        return AccountsState(tuple(made_with), tuple(changed), tuple(removed), self._next_id)

    def restore(self, state: AccountsState) -> None:
        """Have the accounts that *state* says."""
        self._accounts = state.applied_to(self.original)
        self._next_id = state.next_id

    def _is_new(self, account: Account) -> bool:
        return self.original.get(account.id) != account
