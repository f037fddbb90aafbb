"""The volume that accounts have traded, by day of UTC, over all rooms.

A fill counts with its amount times its price, at the dollar and bitcoin prices of the moment it was noticed.
What is quoted in a currency without a dollar price counts nothing. There is one sum for each day, so it does
not grow with the number of fills.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import ZERO, exact_product, exact_sum, quotient
from threecommas_mock.venue.fills import traded_volume
from threecommas_mock.venue.market import Market, Pair
from threecommas_mock.venue.orders import Order


@dataclass(frozen=True, slots=True)
class Volume:
    """What was traded, in dollars and in bitcoin."""

    usd: Decimal = ZERO
    btc: Decimal = ZERO

    def plus(self, other: Volume) -> Volume:
        """Return the sum of both."""
        return Volume(exact_sum((self.usd, other.usd)), exact_sum((self.btc, other.btc)))


@dataclass(frozen=True, slots=True)
class DayVolume:
    """What one account traded on one day, such as 2025-03-28."""

    account: int
    day: str
    volume: Volume


class Turnover:
    """The volumes of all accounts; prices are those of *market*."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._days: dict[int, dict[str, Volume]] = {}

    def book(self, account: Account, pair: Pair, orders: Iterable[Order]) -> None:
        """Count the fills of *orders*, which were not counted before."""
        for order in orders:
            if order.fill is not None:
                day = order.fill.at.date().isoformat()
                days = self._days.setdefault(account.id, {})
                volume = self._worth(traded_volume(order, account.fees), pair.quote_currency)
                days[day] = days.get(day, Volume()).plus(volume)

    def within(self, account_id: int, period: str = "") -> Volume | None:
        """Add up a day (2025-03-28), a month (2025-03) or all; None if nothing was traded then."""
        found = [volume for day, volume in self._days.get(account_id, {}).items() if day.startswith(period)]
        total = Volume()
        for volume in found:
            total = total.plus(volume)
        return total if found else None

    def remove(self, account_id: int) -> None:
        """Forget an account."""
        self._days.pop(account_id, None)

    @property
    def state(self) -> tuple[DayVolume, ...]:
        """Everything, as a value."""
        return tuple(
            DayVolume(number, day, volume)
            for number, days in self._days.items()
            for day, volume in days.items()
        )

    def restore(self, state: Iterable[DayVolume]) -> None:
        """Hold what *state* says, and nothing else."""
        self._days = {}
        for each in state:
            self._days.setdefault(each.account, {})[each.day] = each.volume

    def _worth(self, volume: Decimal, currency: str) -> Volume:
        dollars, bitcoin = self._market.usd_price(currency), self._market.usd_price("BTC")
        usd = exact_product(volume, dollars or ZERO)
        if currency == "BTC":
            return Volume(usd, volume)
        return Volume(usd, quotient(usd, bitcoin) if bitcoin else ZERO)
