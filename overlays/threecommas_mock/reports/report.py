"""The report of a replay: what everything that traded came to, and what the accounts were worth meanwhile.

Amounts are exact and in quote currency of the replayed pair, but for `accounts`, which are by currency. What
is quoted in another currency has an entry and is in no sum. Everything adds up:

    worth_end = worth_start + deposits - withdrawals + held + profit of what trades on these accounts + other

*worth_start* are the funds that accounts with limited funds started with, at the prices of the first candle.
*deposits* are those of accounts that were connected later, at the prices of then. *withdrawals* are what
accounts were worth that were removed; what they traded stays, at the prices of then.
*held* is what they gained by prices alone. *other* is what has no entry in this currency, such as pairs in
another currency; without those it is zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from threecommas_mock.reports.curve import Drawdown, Point
from threecommas_mock.reports.entries import Entry
from threecommas_mock.venue.decimal_math import HUNDRED, ZERO, exact_product, exact_sum, quotient

NO_WORTH = (
    "No account has limited funds, so worth and drawdown are not known. "
    "Give an account funds: --funds USDT=10000, or Account.funds."
)
"""Why a report has no worth, and what to do."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What some entries came to together; *closed* have ended and did both buy and sell, *won* gained."""

    entries: int
    closed: int
    won: int
    fills: int
    fees: Decimal
    realised: Decimal
    open: Decimal

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Sums:
        """Add up *entries*."""
        known = list(entries)
        ended = [entry.won for entry in known if entry.won is not None]
        return cls(
            entries=len(known),
            closed=len(ended),
            won=sum(ended),
            fills=sum(len(entry.fills) for entry in known),
            fees=exact_sum(entry.fees for entry in known),
            realised=exact_sum(entry.realised for entry in known),
            open=exact_sum(entry.open for entry in known),
        )

    @property
    def profit(self) -> Decimal:
        """Realised and open profit together."""
        return exact_sum((self.realised, self.open))

    @property
    def win_rate(self) -> Decimal | None:
        """How many of the closed ones gained, in percent; None if none is closed."""
        if not self.closed:
            return None
        return quotient(exact_product(Decimal(self.won), HUNDRED), Decimal(self.closed))


@dataclass(frozen=True, slots=True)
class BotSums:
    """What the deals of a DCA bot came to, or a grid bot itself; *kind* is DcaBot or GridBot."""

    kind: str
    id: int
    name: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class AccountSums:
    """What an account with limited funds had at the start and has at the end, by currency.

    *came_at* is set if it was connected later, *left_at* if it was removed: its end is that of then.
    """

    id: int
    name: str
    start: Mapping[str, Decimal]
    end: Mapping[str, Decimal]
    came_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a replay; see the module. *exposure* is the share of time with a position, in percent.

    *curve* is what accounts with limited funds were worth; it is empty without such an account. *unvalued*
    are currencies they hold that have no price.
    """

    pair: str
    path: str
    start: datetime
    end: datetime
    candles: int
    interval: timedelta
    first_price: Decimal
    last_price: Decimal
    total: Sums
    exposure: Decimal
    worth_start: Decimal
    worth_end: Decimal
    deposits: Decimal
    withdrawals: Decimal
    held: Decimal
    other: Decimal
    drawdown: Drawdown
    curve: tuple[Point, ...]
    accounts: tuple[AccountSums, ...]
    bots: tuple[BotSums, ...]
    entries: tuple[Entry, ...]
    unvalued: tuple[str, ...]

    @property
    def why_no_worth(self) -> str | None:
        """Why worth and drawdown are empty, and what to do; None if they are not."""
        return None if self.accounts else NO_WORTH

    @property
    def currency(self) -> str:
        """What amounts are counted in."""
        return self.pair.partition("_")[0]


def exposure(entries: Iterable[Entry], start: datetime, end: datetime) -> Decimal:
    """Return the share of time, in percent, in which an item had a position.

    It has one from its first fill on, and until its last one if it has ended.
    """
    spans = sorted(
        (max(entry.opened_at, start), min(entry.closed_at or end, end))
        for entry in entries
        if entry.opened_at is not None
    )
    passed, until = timedelta(), start
    for begin, finish in spans:
        if finish > until:
            passed += finish - max(begin, until)
            until = finish
    whole = end - start
    if whole <= timedelta():
        return ZERO
    return quotient(exact_product(_seconds(passed), HUNDRED), _seconds(whole))


def _seconds(span: timedelta) -> Decimal:
    return Decimal(span // timedelta(microseconds=1))
