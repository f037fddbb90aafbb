"""The accounts of one exchange: what users do with them. What trades on them is told by other rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any

from threecommas_mock.accounts import connecting, exchanges
from threecommas_mock.accounts.conversions import Conversions
from threecommas_mock.accounts.entity import Conversion
from threecommas_mock.accounts.refusals import AccountNotDeletable, Unavailable, VolumeNotFound
from threecommas_mock.accounts.trading import Trading
from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.api.body_values import Body, get_integer
from threecommas_mock.api.errors import NotFound
from threecommas_mock.venue.accounts import Account, Mode, matches_mode
from threecommas_mock.venue.clock import DOCUMENTED_MOMENT
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.turnover import Volume


class Accounts:
    """The accounts of all users; *trading* is what trades on them, *assumptions* decide open questions."""

    def __init__(
        self, conversions: Conversions, trading: Trading, assumptions: Callable[[], Assumptions]
    ) -> None:
        self.desk: TradingDesk = conversions.desk
        self._conversions = conversions
        self._trading = trading
        self._assumptions = assumptions

    @property
    def assumptions(self) -> Assumptions:
        """How open questions are decided."""
        return self._assumptions()

    def of_user(self, user: int) -> list[Account]:
        """Return the accounts of a user."""
        return [account for account in self.desk.accounts if account.owner == user]

    def in_summary(self, user: int, mode: Mode) -> list[Account]:
        """Return the accounts of one mode that count in the summary."""
        own = self.of_user(user)
        return [each for each in own if each.include_in_summary and matches_mode(each, mode)]

    def find(self, number: Any, user: int) -> Account:
        """Return one account, or raise NotFound; somebody else's is as good as none."""
        account = self.desk.account(number, user) if isinstance(number, int) else None
        if account is None:
            raise NotFound.path()
        return account

    def types_to_connect(self, given: Body, user: int) -> list[dict[str, Any]]:
        """Return the types of account that keys can open."""
        return connecting.types_to_connect(given, self.of_user(user), self.desk.original_accounts)

    def create(self, body: Body, user: int) -> Account:
        """Connect the accounts that a body asks for; gives the first of them."""
        made = connecting.new_accounts(
            body,
            self.of_user(user),
            self.desk.original_accounts,
            user=user,
            numbers=(new() for new in repeat(self.desk.account_book.new_id)),
            now=self.desk.clock.now(),
            assumptions=self.assumptions,
        )
        for account in made:
            self.desk.put_account(account)
        return made[0]

    def update(self, body: Body, user: int) -> Account:
        """Change name, key or place in the summary."""
        account = self.find(get_integer(body, "account_id"), user)
        changed = connecting.updated(account, body, self.of_user(user), self.desk.clock.now())
        self.desk.put_account(changed)
        return changed

    def rename(self, number: Any, name: str, user: int) -> Account:
        """Give an account another name."""
        changed = connecting.renamed(self.find(number, user), name, self.desk.clock.now())
        self.desk.put_account(changed)
        return changed

    def remove(self, number: Any, user: int) -> None:
        """Forget an account and everything on it, unless something is active."""
        account = self.find(number, user)
        if self._trading.active(account).any:
            raise AccountNotDeletable
        self.desk.remove_account(account.id)

    def active(self, number: Any, user: int) -> Any:
        """Count what is active on an account."""
        return self._trading.active(self.find(number, user))

    def sell_all(self, account: Account, target: str) -> None:
        """Stop and close everything on an account, then turn what is free into *target*.

        All of it happens at once; how long 3Commas takes is not documented.
        """
        if not exchanges.can_sell_all(account, self.assumptions):
            raise Unavailable
        self._trading.stop_all(account)
        self._conversions.sell_all(account, target)

    def convert_dust(self, account: Account, codes: Sequence[str] | None) -> list[Conversion]:
        """Turn small balances into BNB."""
        if not exchanges.has_dust(account, self.assumptions):
            raise Unavailable("account type")
        return self._conversions.convert_dust(account, codes)

    def require_networks(self, account: Account) -> None:
        """Refuse an account whose exchange tells no networks."""
        if not exchanges.has_networks(account, self.assumptions):
            raise Unavailable

    def volume(self, number: Any, user: int, period: str, kind: str) -> Volume:
        """Return what was traded within a day or a month (*kind*), or raise VolumeNotFound."""
        account = self.find(number, user)
        found = self.desk.books.turnover.within(account.id, period)
        if found is not None:
            return found
        since, now = account.created_at or DOCUMENTED_MOMENT, self.desk.clock.now()
        known = _part(since, period) <= period <= _part(now, period)
        if self.assumptions.no_volume == "not_found" or not (known and _is_day(period)):
            raise VolumeNotFound(kind)
        return Volume()


def _part(moment: datetime, period: str) -> str:
    return moment.date().isoformat()[: len(period)]


def _is_day(period: str) -> bool:
    """Tell whether the calendar has such a day, or a month."""
    try:
        date.fromisoformat(period if len(period) > len("2025-03") else f"{period}-01")
    except ValueError:
        return False
    return True
