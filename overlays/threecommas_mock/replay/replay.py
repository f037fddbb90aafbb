"""The replay of candles of one pair: candle by candle, so that a strategy can act between them.

Each candle has five moments. Its open comes at its start, the first extreme after a quarter, the second after
a half, its close after three quarters; then its end, at which all is settled and the strategy acts. Between
these prices the market stops at every price that something waits for (see `price_walk`); such a stop has the
time of the price that the market goes to. Candles in which nothing can happen pass in one step, with the same
result.

The replay drives the clock. So it needs one that stands still by itself, such as `ManualClock`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import chain, islice
from threading import RLock

from threecommas_mock.candles.candle import Candle, PathRule, fault_of, path_by
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.replay.price_walk import PriceWalk, Seen
from threecommas_mock.reports.recorder import Recorder
from threecommas_mock.reports.report import Report

_DAY = timedelta(days=1)
_PARTS = 4
"""So many prices are in a candle."""


class ReplayError(ValueError):
    """Candles cannot be replayed on this exchange: its clock, its time or the candles are in the way."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How candles are replayed: the order of prices inside one, and how long one lasts.

    *seed* is for the path "random". *interval* None means that of the file, or the time between the first two
    candles. *skips* lets candles in which nothing can happen pass in one step; the result is the same.
    *seen*, if any, is told every price.
    """

    path: PathRule = "nearest_first"
    seed: int = 0
    interval: timedelta | None = None
    skips: bool = True
    seen: Seen | None = None


class Replay:
    """A replay that stands between two candles; iterate over it for the candles, each after it has passed.

    *played* counts candles. Raises ReplayError, UnknownPairError or what reading the candles raises.
    """

    def __init__(self, bots: DcaBots, lock: RLock, candles: Iterable[Candle], pair: str, plan: Plan) -> None:
        self._desk, self._bots, self._lock = bots.desk, bots, lock
        self._walk = PriceWalk(bots, pair, plan.seen)
        self._prices = path_by(plan.path, plan.seed)
        self.pair, self.plan = pair, plan
        first, self.interval, self._candles = _begun(candles, plan.interval)
        self._offsets = [self.interval * place / _PARTS for place in range(_PARTS)]
        # The worth of accounts is noted at each midnight, which must not be skipped.
        self._skips = plan.skips and self.interval <= _DAY
        self._last: Candle | None = None
        self.played, self.is_over = 0, False
        with lock:
            self._begin(first)
        self._record = Recorder(bots, pair, first.start)

    def __iter__(self) -> Iterator[Candle]:
        while (candle := self.step()) is not None:
            yield candle

    def run(self) -> Report:
        """Play all candles that are left; gives the report."""
        for _ in self:
            pass
        return self.report()

    def step(self) -> Candle | None:
        """Play one candle and return it; None if none is left.

        Raises ReplayError for a candle that cannot be or comes too early, or from before the time of the
        exchange. Nothing of it is played then.
        """
        candle = next(self._candles, None)
        if candle is None:
            self.is_over = True
            self._record.let_go()
            return None
        _check(candle, self._last, self.interval)
        with self._lock:
            self._require_time_before(candle)
            self._play(candle)
        self._last = candle
        self.played += 1
        return candle

    def now(self) -> datetime:
        """Tell the time on the clock that it drives."""
        return self._desk.clock.now()

    def report(self) -> Report:
        """Return what everything came to until now."""
        with self._lock:
            return self._record.report(self.plan.path, self.played, self.interval)

    def _begin(self, first: Candle) -> None:
        """Set clock and price to where the candles begin."""
        desk, now = self._desk, self._desk.clock.now()
        trades = bool(self._bots.all()) or bool(desk.items())
        if first.start < now and trades:
            raise ReplayError(
                f"the candles begin at {first.start}, before the time of the exchange, {now}, and it has "
                "bots or trades already; create them after the replay was made"
            )
        self._set_clock(first.start)
        if desk.clock.now() != first.start:
            raise ReplayError("the clock runs by itself; give the exchange a ManualClock")
        if not trades:
            desk.books.begin_anew()
        self._walk.jump(first.open)

    def _require_time_before(self, candle: Candle) -> None:
        """Refuse a candle that would turn the clock back."""
        now = self._desk.clock.now()
        if candle.start < now:
            raise ReplayError(
                f"candle of {candle.start}: it lies before the time of the exchange, {now}; let no time pass "
                "by hand, such as with advance, while candles are replayed"
            )

    def _play(self, candle: Candle) -> None:
        end = candle.start + self.interval
        self._set_clock(candle.start)
        if self._skips and self._walk.is_quiet(candle.low, candle.high, end):
            self._pass_quietly(candle)
            self._set_clock(end)
        else:
            self._walk_through(*self._path(candle))
            self._set_clock(end)
            self._walk.rest()
        self._record.close(candle.close, end)

    def _path(self, candle: Candle) -> tuple[Sequence[Decimal], Sequence[datetime]]:
        return self._prices(candle), [candle.start + offset for offset in self._offsets]

    def _pass_quietly(self, candle: Candle) -> None:
        prices, moments = self._path(candle)
        self._walk.pass_quietly(prices, moments)
        if self._record.concerns(candle):
            for price, moment in zip(prices, moments, strict=True):
                self._record.note(price, moment)

    def _walk_through(self, prices: Iterable[Decimal], moments: Iterable[datetime]) -> None:
        # Nothing is known between two candles, so their prices are a jump apart.
        move = self._walk.jump
        for price, moment in zip(prices, moments, strict=True):
            self._set_clock(moment)
            move(price)
            self._record.note(price, moment)
            move = self._walk.go

    def _set_clock(self, moment: datetime) -> None:
        away = (moment - self._desk.clock.now()).total_seconds()
        if away:
            self._desk.clock.advance(away)


def _begun(
    candles: Iterable[Candle], interval: timedelta | None
) -> tuple[Candle, timedelta, Iterator[Candle]]:
    """Return the first candle, how long one lasts, and all of them from the first on."""
    known: timedelta | None = getattr(candles, "interval", None) if interval is None else interval
    rest = iter(candles)
    head = list(islice(rest, 2))
    if not head:
        raise ReplayError("there are no candles")
    if known is None:
        if len(head) == 1:
            raise ReplayError("one candle alone does not tell how long it lasts; give the interval")
        known = head[1].start - head[0].start
    if known <= timedelta():
        raise ReplayError(f"the interval of the candles is {known}; it must be above zero")
    _check(head[0], None, known)
    return head[0], known, chain(head, rest)


def _check(candle: Candle, last: Candle | None, interval: timedelta) -> None:
    fault = fault_of(candle)
    if fault is not None:
        raise ReplayError(f"candle of {candle.start}: {fault[0]}: {fault[1]}")
    if last is not None and candle.start - last.start < interval:
        raise ReplayError(f"candle of {candle.start}: it begins before that of {last.start} is over")
