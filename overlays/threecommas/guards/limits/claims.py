"""The amounts one client has placed and may still place: claims, taken before a request leaves.

    none ── claim ──> pending ── answered with success ─> done      counts until a later look shows it
                         │   └── no whole answer, 5xx ──> unknown   counts for ten minutes more
                         └────── refused, never left ───> (released)

A look at 3Commas shows every order that was done before the look began. So a claim counts on top of a look
if it is pending, was done after the look began, or is of unknown outcome: what may be there twice counts
twice. For the day a claim counts until midnight UTC, unless it is released.

Checking and claiming are one step under a lock, so two threads or tasks cannot both pass on the same rest.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from threecommas.guards.permits import Outcome
from threecommas.process_local import ProcessLock

UNKNOWN_FOR = 600.0
"""Seconds for which an order of unknown outcome counts besides what is seen. Create_once waits 60."""

# More than any user has open; a program that runs for years must not fill the memory.
_CAPACITY = 10_000


@dataclass(slots=True, eq=False, kw_only=True)
class Claim:
    """What one request may add. `trade` is its SmartTrade or deal, None for a new one until it is answered.

    `spends` and `opens` are in quote currency: what it adds to the day, and to position and open total.
    `key` is the same for an order that `create_once` sends again, None for all others.
    `changes` tells that the order of a SmartTrade is replaced, `is_new` that the request made the SmartTrade.
    """

    currency: str
    trade: int | str | None
    spends: Fraction
    opens: Fraction
    day: date
    key: bytes | None
    changes: bool
    is_new: bool = False
    settled: int | None = None
    unknown_at: float | None = None


class Ledger:
    """The claims of one client."""

    def __init__(self, clock: Callable[[], float], now: Callable[[], datetime]) -> None:
        self._clock, self._now = clock, now
        self.lock = ProcessLock()
        self._claims: list[Claim] = []
        self._spent: dict[str, Fraction] = {}
        self._day: date | None = None
        self._orders: deque[float] = deque()
        self._trades: dict[int | str, tuple[datetime, Any]] = {}
        self._written: dict[int | str, int] = {}
        self._turn = self._forgotten = 0

    def look(self) -> int:
        """Return a mark of this moment, for what is seen from now on."""
        with self.lock:
            self._turn += 1
            return self._turn

    def today(self) -> date:
        """Return the day in UTC."""
        return self._now().date()

    # The next seven are called under the lock.

    def unseen(self, since: int) -> list[Claim]:
        """Return the claims that a look since then may not show."""
        self._forget()
        return [each for each in self._claims if each.settled is None or each.settled > since]

    def under_way(self, trade: int | str, since: int) -> bool:
        """Tell whether another request changes the SmartTrade or deal, unseen by a look since then."""
        return any(
            each.trade == trade and each.changes and each.unknown_at is None
            for each in self._claims
            if each.settled is None or each.settled > since
        )

    def spent(self, currencies: Collection[str]) -> Fraction:
        """Return what was placed on the day in these currencies."""
        return sum((self._spent.get(each, Fraction(0)) for each in currencies), Fraction(0))

    def orders_of_last_minute(self) -> int:
        """Return how many orders were placed or changed in the last 60 seconds."""
        while self._orders and self._orders[0] <= self._clock() - 60.0:
            self._orders.popleft()
        return len(self._orders)

    def claim(self, claim: Claim) -> None:
        """Take a claim."""
        self._claims.append(claim)
        self._orders.append(self._clock())
        self._spend(claim, claim.spends)
        self._write(claim.trade)

    @contextmanager
    def without_earlier(self, claim: Claim) -> Iterator[None]:
        """Leave out an order of the same key and unknown outcome, for good unless this raises.

        `create_once` sends an order again only after it has looked for it in vain.
        """
        earlier = [
            each
            for each in self._claims
            if claim.key is not None and each.key == claim.key and each.unknown_at is not None
        ]
        self._drop(earlier)
        try:
            yield
        except BaseException:
            self._claims += earlier
            for each in earlier:
                self._spend(each, each.spends)
            raise

    def _drop(self, claims: Iterable[Claim]) -> None:
        for each in claims:
            self._claims.remove(each)
            self._spend(each, -each.spends)

    def _write(self, number: int | str | None) -> None:
        """Forget the trades of a SmartTrade to which this client writes."""
        if number is not None:
            self._turn += 1
            if len(self._written) >= _CAPACITY:
                self._written.clear()
                self._trades.clear()
                # What was asked for before may be of any of them.
                self._forgotten = self._turn
            self._written[number] = self._turn
            self._trades.pop(number, None)

    def _spend(self, claim: Claim, amount: Fraction) -> None:
        if claim.day == self._day:
            self._spent[claim.currency] = self._spent.get(claim.currency, Fraction(0)) + amount

    # The following take the lock themselves.

    def trades_of(self, number: int, updated_at: datetime) -> Any:
        """Return the trades of a SmartTrade if they are known as of its last update; else None."""
        with self.lock:
            found = self._trades.get(number)
            return found[1] if found and found[0] == updated_at else None

    def keep_trades(self, number: int, updated_at: datetime, trades: Any, turn: int) -> None:
        """Keep the trades that were asked for at a turn, unless this client wrote to the SmartTrade since."""
        with self.lock:
            if len(self._trades) >= _CAPACITY:
                self._trades.clear()
            if self._written.get(number, self._forgotten) <= turn:
                self._trades[number] = (updated_at, trades)

    def knows_day(self, day: date) -> bool:
        """Tell whether it is known what was placed on the day before this client looked."""
        with self.lock:
            return self._day == day

    def learn_day(self, day: date, placed: dict[str, Fraction]) -> None:
        """Keep what was placed before; the first look of a day counts."""
        with self.lock:
            if self._day != day:
                self._day, self._spent = day, placed

    def settle(self, claim: Claim, outcome: Outcome, trade: int | None = None) -> None:
        """Say what became of the request of a claim; `trade` is the SmartTrade that it made."""
        with self.lock:
            self._turn += 1
            self._write(claim.trade)
            if outcome == "unknown":
                claim.unknown_at = self._clock()
                return
            claim.settled = self._turn
            if claim.trade is None and trade is not None:
                claim.trade, claim.is_new = trade, True
            if outcome == "refused":
                self._drop([claim])

    def _forget(self) -> None:
        """Drop what nobody can miss any more."""
        edge = self._clock() - UNKNOWN_FOR
        old = [each for each in self._claims if each.unknown_at is not None and each.unknown_at < edge]
        for each in old:
            self._claims.remove(each)
        # Looks are as old as the questions of one request: the last thousand claims are far more.
        settled = [each for each in self._claims if each.settled is not None]
        for each in settled[:-1000]:
            self._claims.remove(each)
