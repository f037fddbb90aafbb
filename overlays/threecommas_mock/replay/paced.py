"""A replay that goes on by itself: at a speed, to be paused, stepped and followed from outside.

Time and sleep are passed in, so that no test has to wait.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event, RLock
from typing import Any

from threecommas_mock.replay.replay import Replay, ReplayError
from threecommas_mock.reports.report import Report
from threecommas_mock.reports.report_json import report_json
from threecommas_mock.reports.report_page import report_page
from threecommas_mock.venue.clock import timestamp

MAX = "max"
"""The speed of a replay that waits for nothing."""

SLOWEST, FASTEST = 0.001, 1_000_000
"""The bounds of a speed that is a number."""

MOST_STEPS = 100_000
"""So many candles are played by one call at most."""

_DAY = 86_400.0


class PacedReplay:
    """Plays *replay* at *speed*: at "60", a candle of a minute takes a second.

    *monotonic* tells seconds, *sleep* lets none or some pass. Raises ValueError for a speed that is none.
    """

    def __init__(
        self,
        replay: Replay,
        *,
        speed: str = MAX,
        paused: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._replay = replay
        self._speed, self._paused = read_speed(speed), paused
        self._monotonic, self._sleep = monotonic, sleep
        self._due = monotonic()
        self._changed = Event()
        self._lock = RLock()
        self._error: str | None = None
        self._stopped = False

    def state(self) -> dict[str, Any]:
        """Return where it stands, as JSON."""
        replay = self._replay
        return {
            "pair": replay.pair,
            "path": replay.plan.path,
            "interval_seconds": replay.interval // timedelta(seconds=1),
            "candles": replay.played,
            "moment": timestamp(replay.now()),
            "speed": MAX if self._speed is None else f"{self._speed:g}",
            "paused": self._paused,
            "over": self._is_over,
            "error": self._error,
        }

    def set_pace(self, speed: str | None = None, paused: bool | None = None) -> None:
        """Change speed or pause; None leaves it. Raises ValueError for a speed that is none."""
        with self._lock:
            self._speed = self._speed if speed is None else read_speed(speed)
            self._paused = self._paused if paused is None else paused
            self._due = self._monotonic()
            self._changed.set()

    def step(self, candles: int = 1) -> int:
        """Play some candles at once, paused or not; gives how many there were.

        Raises ValueError for a number that is none, and ReplayError or another for what ends the replay.
        """
        if not 1 <= candles <= MOST_STEPS:
            raise ValueError(f"candles: must be from 1 to {MOST_STEPS}, got {candles}")
        for played in range(candles):
            if not self._play():
                return played
        return candles

    def turn(self) -> float | None:
        """Play the next candle if it is due; gives the seconds to wait then, None when all is over."""
        with self._lock:
            if self._is_over or self._stopped:
                return None
            if self._paused:
                return math.inf
            early = self._due - self._monotonic()
            if early > 0:
                return early
            if not self._play():
                return None
            # What was late is not made up for: a candle takes its time at least.
            self._due = max(self._due, self._monotonic() - self._seconds) + self._seconds
            return max(0.0, self._due - self._monotonic())

    def run(self) -> None:
        """Go on until all is over, or until `stop`; any error ends it too, see `state`."""
        try:
            while (seconds := self.turn()) is not None:
                self._wait(seconds)
        except Exception as error:
            # It runs in a thread, where nobody else would tell.
            self._error = self._error or _told(error)

    def stop(self) -> None:
        """Let `run` return."""
        self._stopped = True
        self._changed.set()

    def report(self) -> Report:
        """Return what everything came to until now."""
        return self._replay.report()

    def report_json(self) -> dict[str, Any]:
        """Return the report as JSON."""
        return report_json(self.report())

    def report_page(self) -> str:
        """Return the report as HTML."""
        return report_page(self.report())

    @property
    def _is_over(self) -> bool:
        return self._replay.is_over or self._error is not None

    @property
    def _seconds(self) -> float:
        return 0.0 if self._speed is None else self._replay.interval.total_seconds() / self._speed

    def _play(self) -> bool:
        with self._lock:
            try:
                return self._error is None and self._replay.step() is not None
            except Exception as error:
                self._error = _told(error)
                if isinstance(error, ValueError):
                    raise
                raise ReplayError(self._error) from error

    def _wait(self, seconds: float) -> None:
        if not seconds:
            # Requests get their answers between two candles, however fast these go.
            self._sleep(0)
            return
        # No thread can wait for ages; `turn` tells what is left.
        self._changed.wait(min(seconds, _DAY))
        self._changed.clear()


def read_speed(text: str) -> float | None:
    """Read a speed, None for the greatest there is; raises ValueError."""
    if text == MAX:
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not SLOWEST <= speed <= FASTEST:
        raise ValueError(f"speed: must be a number from {SLOWEST} to {FASTEST}, or {MAX}, got {text!r}")
    return speed


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
