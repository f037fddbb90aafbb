"""The stay of an account in a replay: since when it was there, until when, and what came and left with it.

An account that is connected later brings a deposit. One that is removed takes a withdrawal with it, and
leaves behind what it had traded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from threecommas_mock.reports.entries import Entry
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import ZERO, exact_difference, exact_product, exact_sum

Prices = Mapping[str, Decimal]
BotKey = tuple[str, int]
"""The kind of a bot, and its number."""


@dataclass(frozen=True, slots=True)
class Departure:
    """What an account left with: *totals* by currency, *worth* in quote currency, and its entries.

    *bots* has the names of its bots.
    """

    at: datetime
    prices: Prices
    totals: Mapping[str, Decimal]
    worth: Decimal
    entries: tuple[Entry, ...]
    bots: Mapping[BotKey, str]


@dataclass(frozen=True, slots=True)
class Stay:
    """The stay of *account*; *came_at* is None if it was there from the start."""

    account: Account
    prices: Prices
    came_at: datetime | None = None
    left: Departure | None = None

    @property
    def brought(self) -> Decimal:
        """What its first funds were worth when it came."""
        return worth_of(self.account.funds or {}, self.prices)

    def held(self, prices: Prices) -> Decimal:
        """Return what its first funds gained by prices alone, until now or until it left."""
        last = prices if self.left is None else self.left.prices
        return exact_difference(worth_of(self.account.funds or {}, last), self.brought)


class Stays:
    """The stays of all accounts, in the order in which they came."""

    def __init__(self, accounts: Iterable[Account], prices: Prices) -> None:
        self._stays = {each.id: Stay(each, prices) for each in accounts}

    def __iter__(self) -> Iterator[Stay]:
        return iter(self._stays.values())

    @property
    def limited(self) -> list[Stay]:
        """Those of accounts with limited funds, which alone are worth something."""
        return [stay for stay in self if stay.account.funds is not None]

    def come(self, account: Account, prices: Prices, at: datetime) -> None:
        """Take notice of an account that is there, as it is now."""
        known = self._stays.get(account.id, Stay(account, prices, at))
        self._stays[account.id] = replace(known, account=account, left=None)

    def leave(self, number: int, departure: Departure) -> None:
        """Take notice of an account that is about to be removed."""
        self._stays[number] = replace(self._stays[number], left=departure)

    def go_back(self, accounts: Iterable[Account], prices: Prices, at: datetime) -> None:
        """Know only what was at a moment before, when *accounts* were there."""
        there = {each.id: each for each in accounts}
        self._stays = {
            number: stay
            for number, stay in self._stays.items()
            if number in there or (stay.left is not None and stay.left.at <= at)
        }
        for account in there.values():
            self.come(account, prices, at)

    @property
    def left(self) -> list[Departure]:
        """What left."""
        return [stay.left for stay in self if stay.left is not None]

    @property
    def start(self) -> Decimal:
        """What the accounts of the start had brought."""
        return exact_sum(stay.brought for stay in self if stay.came_at is None)

    @property
    def deposits(self) -> Decimal:
        """What came later."""
        return exact_sum(stay.brought for stay in self if stay.came_at is not None)

    @property
    def withdrawals(self) -> Decimal:
        """What left, in quote currency."""
        return exact_sum(each.worth for each in self.left)

    def held(self, prices: Prices) -> Decimal:
        """Return what first funds gained by prices alone."""
        return exact_sum(stay.held(prices) for stay in self)


def worth_of(amounts: Mapping[str, Decimal], prices: Prices) -> Decimal:
    """Return what *amounts* are worth; a currency without a price counts nothing."""
    return exact_sum(
        exact_product(amount, prices.get(currency, ZERO)) for currency, amount in amounts.items()
    )
