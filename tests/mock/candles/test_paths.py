"""The way of a price inside a candle: the rule that is stated, and the same for the same seed."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas_mock import Candle
from threecommas_mock.candles.candle import PATH_RULES, PathRule, fault_of, path_by

START = datetime(2024, 8, 6, tzinfo=UTC)


@st.composite
def candles(draw: st.DrawFn) -> Candle:
    low, *inner, high = sorted(draw(st.lists(st.integers(1, 99), min_size=4, max_size=4)))
    opened, close = draw(st.permutations(inner))
    return Candle(START, Decimal(opened), Decimal(high), Decimal(low), Decimal(close))


def candle(*prices: int) -> Candle:
    return Candle(START, *map(Decimal, prices))


@pytest.mark.parametrize("rule", PATH_RULES)
@given(each=candles())
def test_path_begins_with_the_open_meets_both_extremes_and_ends_with_the_close(
    rule: PathRule, each: Candle
) -> None:
    first, *extremes, last = path_by(rule)(each)
    assert (first, sorted(extremes), last) == (each.open, [each.low, each.high], each.close)
    assert fault_of(each) is None


@pytest.mark.parametrize(
    ("prices", "first"),
    [((50, 52, 40, 45), 52), ((50, 60, 48, 55), 48), ((50, 60, 40, 55), 40), ((50, 60, 40, 45), 60)],
)
def test_nearer_extreme_comes_first_and_the_close_decides_between_equals(
    prices: tuple[int, ...], first: int
) -> None:
    assert path_by("nearest_first")(candle(*prices))[1] == first


def test_named_extreme_comes_first() -> None:
    each = candle(50, 60, 49, 51)
    assert path_by("high_first")(each)[1] == 60
    assert path_by("low_first")(each)[1] == 49


def test_random_path_is_the_same_for_the_same_seed_and_goes_both_ways() -> None:
    each = candle(50, 60, 40, 51)
    ways = [[path(each)[1] for _ in range(50)] for path in (path_by("random", seed) for seed in (1, 1, 2))]
    assert ways[0] == ways[1] != ways[2]
    assert set(ways[0]) == {40, 60}


def test_rule_that_nobody_knows_is_refused() -> None:
    rule: Any = "nearest"
    with pytest.raises(ValueError, match="must be one of nearest_first, high_first, low_first, random"):
        path_by(rule)


def test_candle_of_floats_or_without_zone_is_no_candle() -> None:
    floats: Any = (START, 1.5, 1.5, 1.5, 1.5)
    assert fault_of(Candle(*floats)) == ("open", "must be a Decimal, got 1.5")
    bare = candle(5, 6, 4, 5)._replace(start=datetime(2024, 8, 6))
    assert fault_of(bare) == ("start", "2024-08-06 00:00:00 has no time zone")
