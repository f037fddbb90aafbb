"""The worth of all accounts with limited funds together, in quote currency of one pair.

A balance in another currency counts at the last price of its pair with the quote currency; without such a
pair it counts nothing, and is named. Futures count with the profit of what is open.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from threecommas_mock.reports.entries import linear_worth
from threecommas_mock.venue.decimal_math import ZERO, exact_difference, exact_line, exact_product, exact_sum
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.tradable import Lifecycle, Tradable

Totals = dict[int, dict[str, Decimal]]
"""Account -> currency -> amount."""


class Holdings:
    """Follows what the accounts of *desk* have, as money and as coins of *pair*."""

    def __init__(self, desk: TradingDesk, pair: str) -> None:
        self._desk = desk
        self._pair = pair
        self._quote, _, self._base = pair.partition("_")
        self._seen = -1
        self._money = self._coins = ZERO
        self.look_again()
        desk.books.followers.append(self._follow)

    def look_again(self, without: int | None = None) -> None:
        """See all that is there, but for an account: items have come or gone without a change of each."""
        self._seen = -1
        self._open_money = self._open_contracts = ZERO
        self._open: dict[tuple[type, int], tuple[Decimal, Decimal]] = {}
        for lifecycle, item in self._desk.items():
            if item.account.id != without:
                self._follow(lifecycle, None, item)

    def let_go(self) -> None:
        """Follow no more."""
        if self._follow in self._desk.books.followers:
            self._desk.books.followers.remove(self._follow)

    def worth(self, price: Decimal) -> Decimal:
        """Return what everything is worth when the pair costs *price*."""
        if self._seen != self._desk.books.changes:
            self._count()
        return exact_line(self._coins, price, self._money)

    def totals(self) -> Totals:
        """Return what each account with limited funds has."""
        limited = [each.id for each in self._desk.accounts if each.funds is not None]
        return {
            number: {name: each.total for name, each in self._desk.balances(number).items()}
            for number in limited
        }

    def prices(self) -> dict[str, Decimal]:
        """Return what each currency costs now that has a price."""
        pairs = [pair for pair in self._desk.market if pair.quote_currency == self._quote]
        return {self._quote: Decimal(1)} | {pair.base_currency: pair.quote.last for pair in pairs}

    def unvalued(self) -> set[str]:
        """Return the currencies that are there and have no price."""
        held = {name for amounts in self.totals().values() for name, amount in amounts.items() if amount}
        return held - self.prices().keys()

    def _count(self) -> None:
        money, coins = [self._open_money], [self._open_contracts]
        prices = self.prices()
        for amounts in self.totals().values():
            for currency, amount in amounts.items():
                if currency == self._base:
                    coins.append(amount)
                elif amount and currency in prices:
                    money.append(exact_product(amount, prices[currency]))
        self._money, self._coins = exact_sum(money), exact_sum(coins)
        self._seen = self._desk.books.changes

    def _follow(self, lifecycle: Lifecycle[Any], before: Any, item: Tradable) -> None:
        if not item.account.is_futures or item.account.funds is None or item.pair != self._pair:
            return
        key = (type(item), item.id)
        before, now = self._open.pop(key, (ZERO, ZERO)), linear_worth(lifecycle, item)
        self._open_money = exact_sum((exact_difference(self._open_money, before[0]), now[0]))
        self._open_contracts = exact_sum((exact_difference(self._open_contracts, before[1]), now[1]))
        if now != (ZERO, ZERO):
            self._open[key] = now
