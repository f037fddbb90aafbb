"""Time that several processes share, and that passes only when all of them sleep.

So a minute takes no longer than what is done in it, and nobody is ever late. It goes in ticks that are exact
as a float and in microseconds, so that every clock it is shown to sees the same distances.
"""

import math
from multiprocessing.context import BaseContext

TICK = 1 / 64
"""Seconds."""


class SharedTime:
    """A clock for so many sleepers, each a process with a number of its own."""

    def __init__(self, context: BaseContext, sleepers: int) -> None:
        self._changed = context.Condition()
        self._now = context.Value("d", 1_700_000_000.0, lock=False)
        self._wakes = context.Array("d", [-math.inf] * sleepers, lock=False)

    def now(self) -> float:
        return float(self._now.value)

    def sleep(self, sleeper: int, seconds: float) -> None:
        """Sleep until so many seconds have passed for everybody."""
        with self._changed:
            wake = math.ceil((self._now.value + seconds) / TICK) * TICK
            self._wakes[sleeper] = wake
            self._pass()
            while self._now.value < wake:
                self._changed.wait()
            self._wakes[sleeper] = -math.inf

    def leave(self, sleeper: int) -> None:
        """Go for good; the others no longer wait for this one."""
        with self._changed:
            self._wakes[sleeper] = math.inf
            self._pass()

    def _pass(self) -> None:
        soonest = min(self._wakes)
        if self._now.value < soonest < math.inf:
            self._now.value = soonest
            self._changed.notify_all()
