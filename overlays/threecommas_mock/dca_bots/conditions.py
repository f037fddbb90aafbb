"""Whether a condition of a bot holds, as far as candles can tell.

`nonstop` always holds and `manual` never does by itself. Indicators are computed (see `indicators`). What
comes from outside is up to a signal: `tv_custom_signal`, `trading_view`, `qfl`, `mfi`, which needs volume,
and every name that nobody documents. How 3Commas compares is in no document but in the names of options
(inferred): the last candle is held against the points, a crossing is seen between the last two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal

from threecommas_mock.dca.settings import Condition
from threecommas_mock.dca_bots import indicators
from threecommas_mock.dca_bots.averages import Series
from threecommas_mock.dca_bots.candles import LENGTHS, Candle
from threecommas_mock.dca_bots.entity import MANUAL, NONSTOP

Crossings = Literal["keys", "labels"]
"""Which of the contradicting words of strategy_list says where a crossing leads (see `api.assumptions`)."""

_UP = {"keys": ("crossing_above", "crossing_up"), "labels": ("crossing_below", "crossing_up")}
_DOWN = {"keys": ("crossing_below", "crossing_down"), "labels": ("crossing_above", "crossing_down")}


class _OptionError(ValueError):
    """An option is missing or is no number, so nothing can be computed."""


class _Options:
    """The options of one condition, which are text."""

    def __init__(self, condition: Condition, crossings: Crossings, *, long: bool) -> None:
        self._values = condition.options
        self._crossings = crossings
        self.long = long

    def number(self, name: str) -> float:
        try:
            value = Decimal(self._values[name])
        except (KeyError, InvalidOperation):
            raise _OptionError(name) from None
        if not value.is_finite() or abs(value.adjusted()) > 12:
            raise _OptionError(name)
        return float(value)

    def count(self, name: str) -> int:
        value = int(self.number(name))
        if value < 1:
            raise _OptionError(name)
        return value

    def text(self, name: str) -> str | None:
        return self._values.get(name)

    def compare(self, name: str, values: Series, lines: Series) -> bool:
        """Hold *values* against *lines* as the option *name* says, both to their last."""
        word = self._values.get(name, "")
        if not values or not lines:
            return False
        if word in ("less", "greater"):
            return values[-1] < lines[-1] if word == "less" else values[-1] > lines[-1]
        if word in _UP[self._crossings]:
            return indicators.crosses(values, lines, up=True)
        if word in _DOWN[self._crossings]:
            return indicators.crosses(values, lines, up=False)
        raise _OptionError(name)

    def against_points(self, values: Series) -> bool:
        return self.compare("trigger_condition", values, [self.number("points")] * 2)


def length_of(condition: Condition) -> str | None:
    """Return the length of the candles that a condition needs, None if it needs none."""
    length = condition.options.get("time")
    return length if condition.strategy in _COMPUTED and length in LENGTHS else None


def holds(condition: Condition, candles: Sequence[Candle], crossings: Crossings, *, long: bool) -> bool:
    """Tell whether a condition holds after *candles*, oldest first; what only a signal can tell does not."""
    if condition.strategy in (NONSTOP, MANUAL):
        return condition.strategy == NONSTOP
    compute = _COMPUTED.get(condition.strategy)
    if compute is None or length_of(condition) is None:
        return False
    try:
        return compute(_Options(condition, crossings, long=long), candles)
    except _OptionError:
        return False


def _rsi(options: _Options, candles: Sequence[Candle]) -> bool:
    return options.against_points(indicators.rsi(_closes(candles), options.count("time_period")))


def _percent_b(options: _Options, candles: Sequence[Candle]) -> bool:
    period, deviation = options.count("time_period"), options.number("deviation")
    return options.against_points(indicators.percent_b(_closes(candles), period, deviation))


def _ma_cross(options: _Options, candles: Sequence[Candle]) -> bool:
    kind, closes = options.text("indicator_type") or "sma", _closes(candles)
    first = indicators.moving_average(closes, options.count("time_period_first"), kind)
    second = indicators.moving_average(closes, options.count("time_period_second"), kind)
    return options.compare("trigger_condition", first, second)


def _adx(options: _Options, candles: Sequence[Candle]) -> bool:
    return options.against_points(indicators.adx(candles, options.count("time_period")))


def _cci(options: _Options, candles: Sequence[Candle]) -> bool:
    return options.against_points(indicators.cci(candles, options.count("time_period")))


def _ultimate(options: _Options, candles: Sequence[Candle]) -> bool:
    periods = [options.count(f"{name}_period") for name in ("first", "second", "third")]
    return options.against_points(indicators.ultimate(candles, *periods))


def _stochastic(options: _Options, candles: Sequence[Candle]) -> bool:
    """Hold %K against the points, and against %D as well if a crossing of the lines is asked for."""
    periods = [options.count(name) for name in ("fast_k_period", "slow_k_period", "slow_d_period")]
    k, d = indicators.stochastic(candles, *periods)
    if options.text("line_trigger_condition") and not options.compare("line_trigger_condition", k, d):
        return False
    return options.against_points(k)


def _macd(options: _Options, candles: Sequence[Candle]) -> bool:
    """Hold the MACD line against its signal, and against zero as well if that is asked for."""
    periods = [options.count(f"{name}_period") for name in ("fast", "slow", "signal")]
    line, signal = indicators.macd(_closes(candles), *periods)
    if options.text("line_trigger_condition") and not options.compare(
        "line_trigger_condition", line, [0.0, 0.0]
    ):
        return False
    return options.compare("trigger_condition", line, signal)


def _parabolic_sar(options: _Options, candles: Sequence[Candle]) -> bool:
    """Tell whether closes crossed the stop."""
    stops = indicators.parabolic_sar(
        candles, options.number("acceleration_factor"), options.number("af_maximum")
    )
    return options.compare("trigger_condition", _closes(candles), stops)


def _heikin_ashi(options: _Options, candles: Sequence[Candle]) -> bool:
    """Tell whether so many candles rise in a row for a long, fall for a short (inferred)."""
    count = options.count("candles_count")
    rising = indicators.heikin_ashi(candles)[-count:]
    return len(rising) == count and all(each is options.long for each in rising)


def _closes(candles: Sequence[Candle]) -> list[float]:
    return [each.close for each in candles]


_COMPUTED: Mapping[str, Callable[[_Options, Sequence[Candle]], bool]] = {
    "rsi": _rsi,
    "ult": _ultimate,
    "b_bands_percent": _percent_b,
    "ma_cross": _ma_cross,
    "adx": _adx,
    "stochastic": _stochastic,
    "macd": _macd,
    "parabolic_sar": _parabolic_sar,
    "cci": _cci,
    "heikin_ashi": _heikin_ashi,
}
