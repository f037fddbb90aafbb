"""The candles that the conditions of bots need, and whether the conditions hold.

Candles are gathered for a pair from the moment at which a bot with such a condition is created: before
that nobody looked. Nothing is gathered for bots without indicators.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.dca.settings import Condition
from threecommas_mock.dca_bots.candles import LENGTHS, CandleSeries, start_of
from threecommas_mock.dca_bots.conditions import holds, length_of
from threecommas_mock.dca_bots.entity import MANUAL, Bot
from threecommas_mock.dca_bots.resting import FOREVER


class IndicatorWatch:
    """Candles by pair and length; answers are remembered as long as no candle closes."""

    def __init__(self) -> None:
        self._series: dict[tuple[str, str], CandleSeries] = {}
        self._known: dict[tuple[str, str, bool, tuple[str, ...]], tuple[object, bool]] = {}

    @property
    def state(self) -> tuple[CandleSeries, ...]:
        """All candles, as a value."""
        return tuple(self._series.values())

    def restore(self, state: Iterable[CandleSeries]) -> None:
        """Hold what *state* says, and nothing else."""
        self._series = {(series.pair, series.length): series for series in state}
        self._known.clear()

    def follow(self, bot: Bot, prices: dict[str, Decimal], now: datetime) -> None:
        """Gather what the conditions of *bot* and its deals need from now on."""
        settings = bot.settings
        lists = (bot.start.strategy_list, settings.safety_strategy_list, settings.close_strategy_list)
        lengths = {length for each in chain(*lists) if (length := length_of(each)) is not None}
        for length in sorted(lengths):
            for pair, price in prices.items():
                # Several bots share a series; one that is there keeps its candles.
                if (pair, length) not in self._series:
                    self._series[pair, length] = CandleSeries(pair, length).with_price(float(price), now)

    def follows(self, pair: str) -> bool:
        """Tell whether candles of *pair* are gathered."""
        return any(symbol == pair for symbol, _ in self._series)

    def price_moved(self, pair: str, price: Decimal, now: datetime) -> None:
        """Note a price of *pair*."""
        for key, series in self._series.items():
            if key[0] == pair:
                self._series[key] = series.with_price(float(price), now)

    def all_hold(
        self,
        conditions: Sequence[Condition],
        pair: str,
        now: datetime,
        assumptions: Assumptions,
        *,
        long: bool,
        signals: Collection[str] = (),
    ) -> bool:
        """Tell whether every condition holds on *pair*, of which there is one at least.

        *signals* are the names of those that hold at this moment, whatever the prices say.
        """
        return bool(conditions) and all(
            (each.strategy in signals and each.strategy != MANUAL)
            or self._holds(each, pair, now, assumptions, long=long)
            for each in conditions
        )

    def candle_of(self, conditions: Sequence[Condition], now: datetime) -> int | None:
        """Return which candle is the last that *conditions* have seen; None if they need none."""
        lengths = [length for each in conditions if (length := length_of(each)) is not None]
        return max((start_of(now, length) for length in lengths), default=None)

    def _holds(
        self, condition: Condition, pair: str, now: datetime, assumptions: Assumptions, *, long: bool
    ) -> bool:
        length = length_of(condition)
        series = None if length is None else self._series.get((pair, length))
        if series is None:
            return holds(condition, (), assumptions.crossings, long=long)
        only_closed = assumptions.indicator_candles == "closed"
        candles = series.closed(now) if only_closed else series.candles
        options = tuple(f"{name}={value}" for name, value in sorted(condition.options.items()))
        key = (pair, condition.strategy, long, options)
        # The newest candle and the reading of crossings are all that can change the answer.
        mark = (candles[-1] if candles else None, assumptions.crossings)
        known = self._known.get(key)
        if known is None or known[0] != mark:
            known = mark, holds(condition, candles, assumptions.crossings, long=long)
            self._known[key] = known
        return known[1]


def next_close(conditions: Sequence[Condition], now: datetime) -> datetime:
    """Return when the next candle closes that *conditions* wait for; FOREVER if they wait for none."""
    lengths = {length for each in conditions if (length := length_of(each)) is not None}
    closes = (start_of(now, length) + LENGTHS[length] for length in lengths)
    soonest = min(closes, default=None)
    return FOREVER if soonest is None else datetime.fromtimestamp(soonest, UTC)
