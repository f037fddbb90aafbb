"""Frozen, stepped, scaled and real time; none of these tests waits for any."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from threecommas_mock import (
    Clock,
    FrozenClock,
    FrozenClockError,
    ManualClock,
    MockExchange,
    ScaledClock,
    SystemClock,
)

from tests.mock.signed_client import DOCUMENT, PLAIN, SignedClient

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)


class Machine:
    """Its time, and what was slept; sleeping takes as long as it should."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.seconds

    def read(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds - 1000)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


CLOCKS: dict[str, Callable[[Machine], Clock]] = {
    "stepped": lambda machine: ManualClock(NOON),
    "scaled": lambda machine: ScaledClock(60, start=NOON, monotonic=machine.monotonic, sleep=machine.sleep),
    "system": lambda machine: SystemClock(machine.read, machine.sleep),
}


@pytest.mark.parametrize(("name", "passed"), [("stepped", 0), ("scaled", 600), ("system", 10)])
def test_clock_runs_as_fast_as_it_should(name: str, passed: float) -> None:
    machine = Machine()
    clock = CLOCKS[name](machine)
    machine.seconds += 10
    assert clock.now() == NOON + timedelta(seconds=passed)


@pytest.mark.parametrize("name", CLOCKS)
def test_clock_that_is_moved_is_there_at_once_and_runs_on(name: str) -> None:
    machine = Machine()
    clock = CLOCKS[name](machine)
    clock.advance(90)
    assert clock.now() == NOON + timedelta(seconds=90)
    assert machine.slept == []
    clock.advance(0.5)
    assert clock.now() == NOON + timedelta(seconds=90.5)


@pytest.mark.parametrize(("name", "slept"), [("stepped", []), ("scaled", [1.5]), ("system", [90])])
def test_wait_lets_so_much_time_of_the_clock_pass(name: str, slept: list[float]) -> None:
    machine = Machine()
    clock = CLOCKS[name](machine)
    clock.wait(90)
    assert clock.now() == NOON + timedelta(seconds=90)
    assert machine.slept == slept


def test_frozen_clock_neither_moves_nor_lets_wait() -> None:
    clock = FrozenClock(NOON)
    assert clock.now() == clock.now() == NOON
    for move in (clock.advance, clock.wait):
        with pytest.raises(FrozenClockError, match="give the exchange a ManualClock"):
            move(1)
    assert clock.now() == NOON


def test_exchange_with_a_frozen_clock_dates_everything_alike() -> None:
    client = SignedClient(MockExchange(clock=FrozenClock(NOON), document=DOCUMENT))
    data = client.at_rest(PLAIN)["data"]
    assert data["created_at"] == data["updated_at"] == "2025-01-01T12:00:00.000Z"
    with pytest.raises(FrozenClockError):
        client.exchange.advance(1)


@pytest.mark.parametrize("speed", [0, -1, float("inf"), float("nan")])
def test_clock_that_would_not_run_forward_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed: "):
        ScaledClock(speed)


@pytest.mark.parametrize("clock", [FrozenClock, ManualClock, lambda start: ScaledClock(1, start=start)])
def test_clock_starts_at_a_moment_that_everybody_understands(clock: Callable[[datetime], Clock]) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        clock(NOON.replace(tzinfo=None))
    assert f"{clock(NOON.astimezone(timezone(timedelta(hours=2)))).now():%H:%M %Z}" == "12:00 UTC"


def test_clocks_of_the_machine_are_used_unless_others_are_given() -> None:
    before = datetime.now(UTC)
    assert before <= SystemClock().now() <= datetime.now(UTC)
    clock = ScaledClock(1e9, start=NOON)
    assert clock.now() > NOON


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_exchange_is_moved_forward_alone(seconds: float) -> None:
    exchange = MockExchange()
    before = exchange.now()
    with pytest.raises(ValueError, match="seconds: must be 0 or more"):
        exchange.advance(seconds)
    assert exchange.now() == before
