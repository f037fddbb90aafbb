"""The indicators that DCA bots know, by their public definitions, over candles given oldest first.

Each gives its values oldest first, the last one for the last candle; too few candles give none. They are
those of J. Welles Wilder (RSI, ADX, Parabolic SAR), John Bollinger (%B), Gerald Appel (MACD), George Lane
(stochastic), Larry Williams (Ultimate Oscillator) and Donald Lambert (CCI). Whether 3Commas starts its
smoothing in the same way is not documented (inferred). Left out is what needs traded volume, the Money Flow
Index: prices of the mock have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

from threecommas_mock.dca_bots.averages import Series, changes, exponential, simple, wilder, windows
from threecommas_mock.dca_bots.candles import Candle

_LAMBERT = 0.015  # brings three quarters of the values between -100 and 100


def rsi(closes: Series, period: int) -> list[float]:
    """Return the relative strength index, 0 to 100."""
    moves = changes(closes)
    gains = wilder([max(move, 0.0) for move in moves], period)
    losses = wilder([max(-move, 0.0) for move in moves], period)
    # A market that stands still is neither strong nor weak.
    return [_share(gain, gain + loss, otherwise=50.0) for gain, loss in zip(gains, losses, strict=True)]


def percent_b(closes: Series, period: int, deviation: float) -> list[float]:
    """Return where closes lie between the Bollinger Bands: 0 at the lower band, 1 at the upper one."""
    return [_place_in_bands(window, deviation) for window in windows(closes, period)]


def moving_average(closes: Series, period: int, kind: str) -> list[float]:
    """Return the simple (sma) or exponential (ema) moving average."""
    return exponential(closes, period) if kind == "ema" else simple(closes, period)


def macd(closes: Series, fast: int, slow: int, signal: int) -> tuple[list[float], list[float]]:
    """Return the difference of two exponential averages, and its signal line."""
    quick, lazy = _same_end(exponential(closes, fast), exponential(closes, slow))
    line = [one - other for one, other in zip(quick, lazy, strict=True)]
    return line, exponential(line, signal)


def stochastic(
    candles: Sequence[Candle], fast_k: int, slow_k: int, slow_d: int
) -> tuple[list[float], list[float]]:
    """Return the slow %K and %D: where closes lie between lowest low and highest high, smoothed twice."""
    fast = [_place_in_range(window) for window in _runs(candles, fast_k)]
    slow = simple(fast, slow_k)
    return slow, simple(slow, slow_d)


def ultimate(candles: Sequence[Candle], first: int, second: int, third: int) -> list[float]:
    """Return the Ultimate Oscillator, 0 to 100: buying pressure over three periods, weighed 4, 2 and 1."""
    pressures = [now.close - min(now.low, before.close) for before, now in pairwise(candles)]
    ranges = _true_ranges(candles)
    longest = max(first, second, third)
    return [
        100 * sum(weight * _pressure(pressures, ranges, end, period) for weight, period in weights) / 7
        for end in range(longest, len(ranges) + 1)
        for weights in [((4, first), (2, second), (1, third))]
    ]


def cci(candles: Sequence[Candle], period: int) -> list[float]:
    """Return the Commodity Channel Index."""
    return [
        _channel_index(window)
        for window in windows([(each.high + each.low + each.close) / 3 for each in candles], period)
    ]


def adx(candles: Sequence[Candle], period: int) -> list[float]:
    """Return the Average Directional Index, 0 to 100."""
    ups, downs = changes([each.high for each in candles]), changes([-each.low for each in candles])
    moves = list(zip(ups, downs, strict=True))
    plus = _directional([up if up > max(down, 0) else 0.0 for up, down in moves], period)
    minus = _directional([down if down > max(up, 0) else 0.0 for up, down in moves], period)
    # Both directions are divided by the same true range, which cancels out here.
    return wilder(
        [_share(abs(one - other), one + other) for one, other in zip(plus, minus, strict=True)], period
    )


def parabolic_sar(candles: Sequence[Candle], acceleration: float, most: float) -> list[float]:
    """Return the Parabolic SAR of every candle but the first."""
    if len(candles) < 2:
        return []
    first, second = candles[0], candles[1]
    rising = second.close >= first.close
    sar, extreme = (first.low, second.high) if rising else (first.high, second.low)
    factor, found = acceleration, [sar]
    for index in range(2, len(candles)):
        candle = candles[index]
        sar = _held(sar + factor * (extreme - sar), candles[index - 2 : index], rising=rising)
        if candle.low < sar if rising else candle.high > sar:
            # The trend turns: the stop starts at the extreme of the old one, this candle included.
            sar = max(extreme, candle.high) if rising else min(extreme, candle.low)
            rising, factor = not rising, acceleration
            extreme = candle.high if rising else candle.low
        elif candle.high > extreme if rising else candle.low < extreme:
            extreme, factor = (candle.high if rising else candle.low), min(factor + acceleration, most)
        found.append(sar)
    return found


def heikin_ashi(candles: Sequence[Candle]) -> list[bool]:
    """Tell of every candle whether its Heikin Ashi form rises."""
    found: list[bool] = []
    opened = shut = 0.0
    for candle in candles:
        mean = (candle.open + candle.high + candle.low + candle.close) / 4
        opened = (opened + shut) / 2 if found else (candle.open + candle.close) / 2
        shut = mean
        found.append(shut > opened)
    return found


def crosses(values: Series, lines: Series, *, up: bool) -> bool:
    """Tell whether the last step of *values* went through that of *lines*, upwards or downwards."""
    if len(values) < 2 or len(lines) < 2:
        return False
    # A value on the line has not crossed it; one that leaves it has.
    before, now = values[-2] - lines[-2], values[-1] - lines[-1]
    return before <= 0 < now if up else before >= 0 > now


def _share(part: float, whole: float, *, otherwise: float = 0.0) -> float:
    return 100 * part / whole if whole else otherwise


def _place_in_bands(window: Series, deviation: float) -> float:
    mean = sum(window) / len(window)
    width = 2 * deviation * sqrt(sum((value - mean) ** 2 for value in window) / len(window))
    return 0.5 + (window[-1] - mean) / width if width else 0.5


def _place_in_range(window: Sequence[Candle]) -> float:
    low, high = min(each.low for each in window), max(each.high for each in window)
    return _share(window[-1].close - low, high - low, otherwise=50.0)


def _channel_index(window: Series) -> float:
    mean = sum(window) / len(window)
    spread = sum(abs(value - mean) for value in window) / len(window)
    return (window[-1] - mean) / (_LAMBERT * spread) if spread else 0.0


def _true_ranges(candles: Sequence[Candle]) -> list[float]:
    return [max(now.high, before.close) - min(now.low, before.close) for before, now in pairwise(candles)]


def _directional(moves: Series, period: int) -> list[float]:
    """Return the running sums of Wilder: a part of the last one goes, the new move comes."""
    if len(moves) < period - 1:
        return []
    found = [sum(moves[: period - 1])]
    for move in moves[period - 1 :]:
        found.append(found[-1] - found[-1] / period + move)
    return found


def _pressure(pressures: Series, ranges: Series, end: int, period: int) -> float:
    whole = sum(ranges[end - period : end])
    return sum(pressures[end - period : end]) / whole if whole else 0.0


def _runs(candles: Sequence[Candle], period: int) -> list[Sequence[Candle]]:
    return [candles[end - period : end] for end in range(period, len(candles) + 1)]


def _same_end(one: list[float], other: list[float]) -> tuple[list[float], list[float]]:
    """Cut both to the values they have for the same candles."""
    size = min(len(one), len(other))
    return one[len(one) - size :], other[len(other) - size :]


def _held(sar: float, last_two: Sequence[Candle], *, rising: bool) -> float:
    """Keep the stop out of the range of the last two candles."""
    bounds = [each.low if rising else each.high for each in last_two]
    return min(sar, *bounds) if rising else max(sar, *bounds)
