"""Prices out of files and out of a seed, and what playing them does to an exchange."""

from datetime import timedelta
from decimal import Decimal
from itertools import islice, pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from threecommas_mock import (
    FrozenClock,
    FrozenClockError,
    ManualClock,
    MockExchange,
    Point,
    Quote,
    ScaledClock,
    SeriesError,
    random_walk,
    read_series,
)

from tests.mock.signed_client import DOCUMENT, SignedClient, cases

SERIES = cases("series")
REFUSED = cases("series_refused")
CENT = Decimal("0.01")
START = Quote(Decimal("0.055"), Decimal("0.08"), Decimal("0.06"), Decimal(0), Decimal(0))
SELL_AT_60000 = {
    "account_id": 1,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "order_type": "market", "units": {"value": "0.01"}},
    "take_profit": {
        "enabled": True,
        "steps": [{"order_type": "limit", "price": {"type": "bid", "value": "60000"}, "volume": 100}],
    },
    "stop_loss": {"enabled": False},
}


class RealTime:
    """Stands for the machine: its time passes while somebody sleeps, or when it is told to."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.sleeps: list[float] = []

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.passed += seconds


def written(folder: Path, case: dict[str, Any]) -> Path:
    path = folder / str(case["file"])
    path.write_text("\n".join(case["content"]), "utf-8", errors="surrogateescape")
    return path


def points(*seconds: float) -> list[Point]:
    return [Point(timedelta(seconds=gap), Decimal(60000 + place)) for place, gap in enumerate(seconds)]


@pytest.mark.parametrize("name", SERIES)
def test_file_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    case = SERIES[name]
    expected = tuple(
        Point(timedelta(seconds=gap), **{kind: Decimal(value) for kind, value in prices.items()})
        for gap, prices in case["points"]
    )
    assert read_series(written(tmp_path, case)) == expected


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_cannot_be_used_is_refused_by_line_and_field(name: str, tmp_path: Path) -> None:
    case = REFUSED[name]
    path = written(tmp_path, case)
    with pytest.raises(SeriesError) as raised:
        read_series(path)
    error = raised.value
    assert (error.file, error.line, error.field) == (path, case["line"], case["field"])
    place = [
        str(path),
        *([f"line {error.line}"] if error.line else []),
        *([error.field] if error.field else []),
    ]
    assert str(error).startswith(f"{', '.join(place)}: ")
    assert case["says"] in str(error)


def test_walk_repeats_with_its_seed_alone() -> None:
    def walk(seed: int) -> list[Point]:
        return list(islice(random_walk(START, tick=CENT, seed=seed), 50))

    assert walk(1) == walk(1) != walk(2)


def test_walk_stays_on_the_grid_above_zero_and_keeps_its_spread() -> None:
    walk = list(islice(random_walk(START, tick="0.01", seed=1, ticks=3), 500))
    bids = [point.bid or Decimal(0) for point in walk]
    assert {bid % CENT for bid in bids} == {0}
    assert min(bids) == CENT
    assert max(abs(after - before) for before, after in pairwise(bids)) == 3 * CENT
    assert {(point.ask or 0) - bid for point, bid in zip(walk, bids, strict=True)} == {2 * CENT}
    assert {(point.last or 0) - bid for point, bid in zip(walk, bids, strict=True)} == {0, 2 * CENT}


@pytest.mark.parametrize(
    ("options", "error"),
    [({"tick": 0.01}, "float"), ({"tick": 0}, "tick: "), ({"tick": 1, "ticks": 0}, "ticks: ")],
)
def test_walk_that_could_not_move_is_refused_at_once(options: dict[str, Any], error: str) -> None:
    with pytest.raises((TypeError, ValueError), match=error):
        random_walk(START, seed=1, **options)


def test_stepped_clock_is_moved_along_without_waiting() -> None:
    clock = ManualClock()
    begun = clock.now()
    exchange = MockExchange(clock=clock, document=DOCUMENT)
    assert exchange.play("USDT_BTC", points(0, 5, 0.5)) == 3
    assert clock.now() - begun == timedelta(seconds=5.5)
    assert exchange.quote("USDT_BTC").last == 60002


def test_prices_move_no_further_than_told() -> None:
    exchange = MockExchange(document=DOCUMENT)
    walk = random_walk(exchange.quote("USDT_BTC"), tick=CENT, seed=1)
    expected = list(islice(random_walk(exchange.quote("USDT_BTC"), tick=CENT, seed=1), 5))
    for count, last in ((3, expected[2]), (2, expected[4])):
        exchange.play("USDT_BTC", islice(walk, count))
        quote = exchange.quote("USDT_BTC")
        assert (quote.bid, quote.ask, quote.last) == (last.bid, last.ask, last.last)


def test_real_time_is_slept_as_long_as_the_points_are_apart_and_no_longer() -> None:
    real = RealTime()
    clock = ScaledClock(10, monotonic=real.monotonic, sleep=real.sleep)
    exchange = MockExchange(clock=clock, document=DOCUMENT)

    def late() -> Any:
        for number, point in enumerate(points(0, 60, 60, 60)):
            # The caller takes two seconds over the second point: twenty on the clock.
            real.passed += 2 if number == 2 else 0
            yield point

    exchange.play("USDT_BTC", late())
    assert real.sleeps == pytest.approx([6, 4, 6])
    assert real.passed == pytest.approx(18)


def test_frozen_clock_plays_nothing_that_takes_time() -> None:
    exchange = MockExchange(clock=FrozenClock(), document=DOCUMENT)
    assert exchange.play("USDT_BTC", points(0, 0)) == 2
    with pytest.raises(FrozenClockError, match="ManualClock"):
        exchange.play("USDT_BTC", points(0, 1))


def test_each_point_is_seen_by_the_open_smart_trades() -> None:
    client = SignedClient(MockExchange(document=DOCUMENT))
    number = client.at_rest(SELL_AT_60000)["id"]
    there_and_back = [Point(timedelta(seconds=1), Decimal(price)) for price in (59999, 60001, 57000)]
    client.exchange.play("USDT_BTC", there_and_back)
    found = client.get(number)
    assert (found["status"]["type"], found["data"]["average_close_price_without_commission"]) == (
        "finished",
        "60000.0",
    )


def test_others_are_answered_while_a_point_is_waited_for() -> None:
    seen: list[bool] = []
    real = RealTime()

    def sleep(seconds: float) -> None:
        # Another thread could not get the lock if the one that sleeps here held it.
        asking = Thread(target=lambda: seen.append(exchange.quote("USDT_BTC").last == 60000), daemon=True)
        asking.start()
        asking.join(5)
        real.sleep(seconds)

    exchange = MockExchange(clock=ScaledClock(1, monotonic=real.monotonic, sleep=sleep), document=DOCUMENT)
    exchange.play("USDT_BTC", points(0, 3))
    assert seen == [True]
