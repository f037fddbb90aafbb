"""The indicators of bots give what is published for them."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import yaml
from threecommas_mock.dca.settings import Condition
from threecommas_mock.dca_bots import indicators
from threecommas_mock.dca_bots.candles import KEPT, Candle, CandleSeries, start_of
from threecommas_mock.dca_bots.conditions import holds, length_of
from threecommas_mock.venue.clock import DOCUMENTED_MOMENT

from tests.mock.signed_client import DATA

PUBLISHED = yaml.safe_load((DATA / "indicators.yaml").read_text("utf-8"))
OVER_CLOSES: dict[str, Callable[..., list[float]]] = {
    "rsi": indicators.rsi,
    "ema": lambda closes, period: indicators.moving_average(closes, period, "ema"),
    "sma": lambda closes, period: indicators.moving_average(closes, period, "sma"),
}
OVER_CANDLES: dict[str, Callable[..., list[float]]] = {
    "adx": indicators.adx,
    "cci": indicators.cci,
    "parabolic_sar": indicators.parabolic_sar,
    "stochastic": lambda *arguments: indicators.stochastic(*arguments)[1],
    "ultimate": indicators.ultimate,
}
# Published by Tulip Indicators: bbands 5 2 over the same closes.
LOWER = [80.530, 80.987, 82.533, 82.472, 82.418, 82.435, 82.511, 83.143, 83.536, 83.870, 85.289]
UPPER = [84.322, 84.489, 83.655, 84.164, 84.838, 85.121, 85.997, 86.845, 87.612, 88.566, 88.319]
CLOSES = PUBLISHED[3]["closes"]


def candles(closes: Sequence[float], highs: Sequence[float], lows: Sequence[float]) -> list[Candle]:
    known = zip(highs, lows, closes, strict=True)
    return [Candle(index, close, high, low, close) for index, (high, low, close) in enumerate(known)]


def flat(*closes: float) -> list[Candle]:
    return candles(closes, closes, closes)


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["source"])
def test_indicator_gives_the_published_values(case: dict[str, Any]) -> None:
    if case["name"] in OVER_CLOSES:
        found = OVER_CLOSES[case["name"]](case["closes"], *case["arguments"])
    else:
        given = candles(case["closes"], case["highs"], case["lows"])
        found = OVER_CANDLES[case["name"]](given, *case["arguments"])
    # Inputs and results are printed to a few places, so the last one may differ.
    expected = case["expected"]
    assert found[-len(expected) :] == pytest.approx(expected, abs=0.0051)


def test_percent_b_is_the_place_of_a_close_between_the_published_bands() -> None:
    found = indicators.percent_b(CLOSES, 5, 2)
    bands = zip(CLOSES[4:], LOWER, UPPER, strict=True)
    assert found == pytest.approx([(close - low) / (high - low) for close, low, high in bands], abs=0.002)


def test_macd_is_the_difference_of_two_averages_and_its_average() -> None:
    line, signal = indicators.macd(CLOSES, 2, 5, 3)
    fast, slow = (indicators.moving_average(CLOSES, period, "ema") for period in (2, 5))
    assert line == pytest.approx([one - other for one, other in zip(fast[3:], slow, strict=True)])
    assert signal == pytest.approx(indicators.moving_average(line, 3, "ema"))


def test_too_few_candles_give_no_value() -> None:
    given = flat(1, 2)
    assert indicators.rsi([1, 2], 14) == indicators.percent_b([1, 2], 5, 2) == []
    assert indicators.adx(given, 14) == indicators.cci(given, 14) == []
    assert indicators.ultimate(given, 7, 14, 28) == indicators.parabolic_sar(given[:1], 0.02, 0.2) == []
    assert indicators.macd([1, 2], 2, 5, 3) == indicators.stochastic(given, 5, 3, 3) == ([], [])


CROSSING_UP = {"time": "5m", "indicator_type": "sma", "time_period_first": "1", "time_period_second": "3"}
UP, DOWN = flat(3, 2, 1, 5), flat(1, 2, 3, 0)


@pytest.mark.parametrize(
    ("word", "crossings", "rises"),
    [
        ("crossing_above", "keys", True),
        ("crossing_below", "keys", False),
        ("crossing_above", "labels", False),
        ("crossing_below", "labels", True),
        ("crossing_up", "keys", True),
        ("crossing_down", "labels", False),
    ],
)
def test_crossing_leads_where_the_chosen_word_says(word: str, crossings: Any, *, rises: bool) -> None:
    condition = Condition("ma_cross", CROSSING_UP | {"trigger_condition": word})
    assert holds(condition, UP, crossings, long=True) is rises
    assert holds(condition, DOWN, crossings, long=True) is not rises


@pytest.mark.parametrize(
    ("strategy", "options", "expected"),
    [
        ("nonstop", {}, True),
        ("manual", {}, False),
        ("tv_custom_signal", {}, False),
        ("mfi", {"time": "5m", "time_period": "2", "points": "0", "trigger_condition": "greater"}, False),
        ("rsi", {"time": "5m", "time_period": "2", "points": "70", "trigger_condition": "greater"}, True),
        ("rsi", {"time": "5m", "time_period": "2", "points": "70", "trigger_condition": "less"}, False),
        ("rsi", {"time": "7m", "time_period": "2", "points": "70", "trigger_condition": "greater"}, False),
        ("rsi", {"time": "5m", "time_period": "2", "points": "many", "trigger_condition": "greater"}, False),
        ("rsi", {"time": "5m", "time_period": "2", "points": "1e99", "trigger_condition": "less"}, False),
        ("rsi", {"time": "5m", "time_period": "0", "points": "70", "trigger_condition": "greater"}, False),
        ("rsi", {"time": "5m", "time_period": "2", "points": "70"}, False),
        ("heikin_ashi", {"time": "5m", "candles_count": "2"}, True),
        ("heikin_ashi", {"time": "5m", "candles_count": "9"}, False),
    ],
)
def test_condition_holds_or_not(strategy: str, options: dict[str, str], *, expected: bool) -> None:
    assert holds(Condition(strategy, options), flat(1, 2, 3, 4), "keys", long=True) is expected


def test_candles_of_a_short_have_to_fall() -> None:
    condition = Condition("heikin_ashi", {"time": "5m", "candles_count": "2"})
    assert holds(condition, flat(4, 3, 2, 1), "keys", long=False)
    assert not holds(condition, flat(4, 3, 2, 1), "keys", long=True)


def test_candle_has_the_prices_of_its_time() -> None:
    series = CandleSeries("USDT_BTC", "5m")
    for price in (10.0, 12.0, 9.0, 11.0):
        series = series.with_price(price, DOCUMENTED_MOMENT)
    start = start_of(DOCUMENTED_MOMENT, "5m")
    assert series.candles == (Candle(start, 10.0, 12.0, 9.0, 11.0),)
    assert start % 300 == 0
    assert series.closed(DOCUMENTED_MOMENT) == ()


def test_week_begins_on_monday() -> None:
    # The documented moment is Tuesday, 2024-08-06; Monday began at 1722816000.
    assert start_of(DOCUMENTED_MOMENT, "1w") == 1722816000


def test_only_the_newest_candles_are_kept() -> None:
    series = CandleSeries("USDT_BTC", "3m", tuple(flat(*map(float, range(KEPT)))))
    grown = series.with_price(7.0, DOCUMENTED_MOMENT)
    assert len(grown.candles) == KEPT
    assert grown.candles[-1].close == 7.0


def test_length_is_known_for_what_is_computed_alone() -> None:
    assert length_of(Condition("rsi", {"time": "1h"})) == "1h"
    assert length_of(Condition("trading_view", {"time": "1h"})) is None
