"""Time, passed in: the exchange never reads the machine's clock by itself.

Scaled and replayed clocks are left out; anything with the two methods of `Clock` will do.
"""

from __future__ import annotations

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
        """Move this clock forward."""
        ...


class SteppedClock:
    """Stands still until it is moved; the default in process."""

    def __init__(self, start: datetime = DOCUMENTED_MOMENT) -> None:
        self._now = start

    def now(self) -> datetime:
        """Tell the current time, in UTC."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move this clock forward."""
        self._now += timedelta(seconds=seconds)


class SystemClock:
    """Real time, plus whatever it was moved ahead; the default of the command line."""

    def __init__(self, read: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._read = read
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Tell the current time, in UTC."""
        return self._read() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move this clock forward."""
        self._ahead += timedelta(seconds=seconds)


def timestamp(moment: datetime) -> str:
    """ISO 8601 with milliseconds and Z, the form of every SmartTrade example (`2024-08-06T14:42:25.528Z`)."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
