"""An event loop whose time passes as fast as everybody waits: hours in no time, and the same in each run."""

import asyncio
import selectors
from datetime import UTC, datetime, timedelta
from typing import Any

from threecommas import Timing


class _Selector(selectors.DefaultSelector):
    """Lets the time of a loop jump to its next event instead of waiting for it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if timeout and not ready:
            self.now += timeout
        return ready


class SimulatedLoop(asyncio.SelectorEventLoop):
    """The loop; it is a clock for a client and for an exchange too."""

    def __init__(self) -> None:
        self._simulated = _Selector()
        super().__init__(self._simulated)

    def time(self) -> float:
        return self._simulated.now

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.time())

    def advance(self, seconds: float) -> None:
        self._simulated.now += seconds

    def timing(self) -> Timing:
        return Timing(clock=self.time, now=self.now, async_sleep=asyncio.sleep)
