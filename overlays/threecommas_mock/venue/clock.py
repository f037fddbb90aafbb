"""Time, passed in: the exchange never reads the machine's clock by itself.

    FrozenClock    one and the same moment, whatever happens
    ManualClock   stands still until it is moved
    ScaledClock    so many times as fast as real time
    SystemClock    real time

Anything with the three methods of `Clock` will do as well. What the machine gives, its time and its sleep, is
passed in too, so that no test has to wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

DOCUMENTED_MOMENT = datetime(2024, 8, 6, 14, 42, 25, 528000, tzinfo=UTC)
"""created_at of the documented create answer; a stepped clock starts here so that runs repeat exactly."""


class Clock(Protocol):
    """Source of time for one exchange."""

    def now(self) -> datetime:
        """Tell the current time, in UTC."""
        ...

    def advance(self, seconds: float) -> None:
        """Move this clock forward at once."""
        ...

    def wait(self, seconds: float) -> None:
        """Return once so many seconds have passed on this clock."""
        ...


class FrozenClockError(RuntimeError):
    """A frozen clock was to be moved, or waited for."""


class FrozenClock:
    """Always tells the same time, so that answers differ in nothing but what was done."""

    def __init__(self, moment: datetime = DOCUMENTED_MOMENT) -> None:
        self._moment = _in_utc(moment)

    def now(self) -> datetime:
        """Tell the one time there is, in UTC."""
        return self._moment

    def advance(self, seconds: float) -> None:
        """Raise FrozenClockError."""
        raise FrozenClockError("a frozen clock does not move; give the exchange a ManualClock")

    def wait(self, seconds: float) -> None:
        """Raise FrozenClockError, rather than wait for ever."""
        raise FrozenClockError("no time passes on a frozen clock; give the exchange a ManualClock")


class ManualClock:
    """Stands still until it is moved; the default in process."""

    def __init__(self, start: datetime = DOCUMENTED_MOMENT) -> None:
        self._now = _in_utc(start)

    def now(self) -> datetime:
        """Tell the current time, in UTC."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move this clock forward."""
        self._now += timedelta(seconds=seconds)

    def wait(self, seconds: float) -> None:
        """Move this clock forward: nobody else does, so there is nothing to wait for."""
        self.advance(seconds)


class ScaledClock:
    """Runs *speed* times as fast as real time: at 60, a minute takes a second.

    *monotonic* tells real seconds since whenever, *sleep* lets some pass.
    """

    def __init__(
        self,
        speed: float,
        *,
        start: datetime = DOCUMENTED_MOMENT,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        if not 0 < speed < float("inf"):
            raise ValueError(f"speed: must be above 0, got {speed!r}")
        self._speed = speed
        self._start = _in_utc(start)
        self._monotonic = monotonic
        self._sleep = sleep
        self._begun = monotonic()

    def now(self) -> datetime:
        """Tell the current time, in UTC."""
        return self._start + timedelta(seconds=(self._monotonic() - self._begun) * self._speed)

    def advance(self, seconds: float) -> None:
        """Move this clock forward; from there it runs on."""
        self._start += timedelta(seconds=seconds)

    def wait(self, seconds: float) -> None:
        """Sleep until so many seconds have passed on this clock."""
        self._sleep(seconds / self._speed)


class SystemClock:
    """Real time, plus whatever it was moved ahead; the default of the command line."""

    def __init__(
        self,
        read: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._read = read
        self._sleep = sleep
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Tell the current time, in UTC."""
        return self._read() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move this clock forward."""
        self._ahead += timedelta(seconds=seconds)

    def wait(self, seconds: float) -> None:
        """Sleep so many seconds."""
        self._sleep(seconds)


def timestamp(moment: datetime) -> str:
    """ISO 8601 with milliseconds and Z, the form of every SmartTrade example (`2024-08-06T14:42:25.528Z`)."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; give it one, such as datetime.UTC")
    return moment.astimezone(UTC)
