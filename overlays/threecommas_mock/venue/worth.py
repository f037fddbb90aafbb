"""The worth of accounts: now, and as it was at the beginning of each day of UTC.

What an account holds and what that costs stand still between two bookings and price moves. So the worth at
midnight is noted before the first of them that comes after it. Only changes are kept, and at most those of
the newest ten years.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from threecommas_mock.venue.balances import Balances
from threecommas_mock.venue.decimal_math import ZERO, exact_product, exact_sum, quotient
from threecommas_mock.venue.market import Market

DAY = 86_400
"""Seconds."""

MOST_DAYS = 3_660
"""How many changes are kept for each account: ten years."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Dollars and bitcoin."""

    usd: Decimal = ZERO
    btc: Decimal = ZERO

    def plus(self, other: Worth) -> Worth:
        """Return the sum of both."""
        return Worth(exact_sum((self.usd, other.usd)), exact_sum((self.btc, other.btc)))


@dataclass(frozen=True, slots=True)
class WorthPoint:
    """What one account was worth from the midnight *at* on, in seconds since 1970."""

    account: int
    at: int
    worth: Worth


@dataclass(frozen=True, slots=True)
class WorthState:
    """All that is known, oldest first; *until* is the last midnight that was noted."""

    points: tuple[WorthPoint, ...]
    until: int


def dollars(balances: Balances, market: Market) -> Decimal:
    """Add up what has a price in dollars."""
    prices = {currency: market.usd_price(currency) for currency in balances}
    return exact_sum(
        exact_product(balances[currency].total, price)
        for currency, price in prices.items()
        if price is not None
    )


def worth_of(balances: Balances, market: Market) -> Worth:
    """Return what balances are worth at the prices of *market*."""
    usd, bitcoin = dollars(balances, market), market.usd_price("BTC")
    return Worth(usd, quotient(usd, bitcoin) if bitcoin else ZERO)


def seconds(moment: datetime) -> int:
    """Return whole seconds since 1970."""
    return int(moment.timestamp() // 1)


def midnight(moment: datetime) -> int:
    """Return the beginning of the day of *moment*, in seconds since 1970."""
    return seconds(moment) // DAY * DAY


class WorthHistory:
    """What accounts were worth since *start*; *now_worth* gives the numbers of all and their worth now."""

    def __init__(self, start: datetime, now_worth: Callable[[], Iterable[tuple[int, Worth]]]) -> None:
        self._now_worth = now_worth
        self.begin(start)

    def begin(self, start: datetime) -> None:
        """Forget what was, and begin at *start*."""
        self._until = midnight(start)
        self._points: dict[int, deque[WorthPoint]] = {}
        # Nothing moved before, so that is what they were worth at the last midnight too.
        self._note(self._until)

    def catch_up(self, now: datetime) -> None:
        """Note the midnights that have passed; call it before anything changes."""
        last = midnight(now)
        if last <= self._until:
            return
        self._note(self._until + DAY)
        self._until = last

    def at(self, account_id: int, midnights: Iterable[int], *, extend: bool = False) -> list[Worth | None]:
        """Return the worth at each of *midnights*; None where it is not known.

        With *extend* an account was worth before the first note what it was worth then.
        """
        points = self._points.get(account_id, ())
        moments, found = [point.at for point in points], [point.worth for point in points]
        places = [bisect_right(moments, each) - 1 for each in midnights]
        if extend and found:
            places = [max(place, 0) for place in places]
        return [found[place] if place >= 0 else None for place in places]

    def remove(self, account_id: int) -> None:
        """Forget an account."""
        self._points.pop(account_id, None)

    @property
    def state(self) -> WorthState:
        """Everything, as a value."""
        return WorthState(tuple(point for points in self._points.values() for point in points), self._until)

    def restore(self, state: WorthState) -> None:
        """Know what *state* says, and nothing else."""
        self._until, self._points = state.until, {}
        for point in state.points:
            self._points.setdefault(point.account, deque(maxlen=MOST_DAYS)).append(point)

    def _note(self, at: int) -> None:
        for number, worth in self._now_worth():
            points = self._points.setdefault(number, deque(maxlen=MOST_DAYS))
            if not points or points[-1].worth != worth:
                points.append(WorthPoint(number, at, worth))
