"""The balances of accounts with limited funds, by currency.

Each room tells what its orders change (such as `smart_trades.funds`). What is reserved for one of them no
other can spend, so no balance falls below zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import ZERO, exact_difference, exact_sum

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Balance:
    """An amount of one currency: all of it, and how much of it is reserved for open SmartTrades."""

    total: Decimal = ZERO
    reserved: Decimal = ZERO

    @property
    def free(self) -> Decimal:
        """What new orders may spend."""
        return exact_difference(self.total, self.reserved)

    def plus(self, other: Balance) -> Balance:
        """Return the sum of both."""
        return Balance(exact_sum((self.total, other.total)), exact_sum((self.reserved, other.reserved)))

    def minus(self, other: Balance) -> Balance:
        """Return what is left without *other*."""
        return Balance(
            exact_difference(self.total, other.total), exact_difference(self.reserved, other.reserved)
        )


Balances = Mapping[str, Balance]
"""Currency -> balance."""


def difference(effect: Callable[[_T], Balances], before: _T | None, after: _T) -> Balances:
    """Return what balances change by when *before* becomes *after*; *effect* is what one adds to them."""
    new = effect(after)
    if before is None:
        return new
    old = effect(before)
    return {currency: balance.minus(old[currency]) for currency, balance in new.items()}


@dataclass(frozen=True, slots=True)
class Shortage:
    """More of a currency is needed than is free."""

    currency: str
    needed: Decimal
    free: Decimal


class AccountBalances:
    """The balances of accounts with limited funds; of those without there are none."""

    def __init__(self) -> None:
        self._balances: dict[int, dict[str, Balance]] = {}

    def of(self, account: Account) -> Balances:
        """Return what *account* has now."""
        return dict(self._of(account))

    def clear(self) -> None:
        """Let every account have what it started with."""
        self._balances.clear()

    def remove(self, account_id: int) -> None:
        """Forget an account."""
        self._balances.pop(account_id, None)

    def apply(self, account: Account, difference: Balances) -> None:
        """Add *difference* to what *account* has."""
        balances = self._of(account)
        for currency, change in difference.items():
            balances[currency] = balances.get(currency, Balance()).plus(change)

    def shortage(self, account: Account, difference: Balances) -> Shortage | None:
        """Tell what is missing for *difference* to be applied; None if nothing."""
        balances = self._of(account)
        for currency, change in difference.items():
            free, needed = balances.get(currency, Balance()).free, change.free.copy_negate()
            if needed > max(free, ZERO):
                return Shortage(currency, needed, free)
        return None

    def _of(self, account: Account) -> dict[str, Balance]:
        if account.id not in self._balances:
            funds = (account.funds or {}).items()
            self._balances[account.id] = {currency: Balance(amount) for currency, amount in funds}
        return self._balances[account.id]
