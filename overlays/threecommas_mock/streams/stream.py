"""A client's end of a connection: text frames without a socket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import RLock

from threecommas_mock.streams.connection import Connection
from threecommas_mock.venue.clock import Clock, ManualClock

_LONGEST_WAIT = timedelta(seconds=0.02)


class StreamClosedError(Exception):
    """The connection is closed; *code* is that of the websocket, 1006 for an end without a word."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the stream is closed with code {code}; open another one")
        self.code = code


class Stream:
    """A connection to an exchange, which *settle* lets do what is due, and *next_due* tells when more is.

    On a `ManualClock` no call ever blocks, so async code may make it too. One stream is for one thread.
    """

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        lock: RLock,
        settle: Callable[[], object],
        next_due: Callable[[], datetime | None],
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._lock = lock
        self._settle = settle
        self._next_due = next_due

    def send(self, text: str) -> None:
        """Send a text frame, or raise StreamClosedError."""
        with self._lock:
            self._require_open()
            self._connection.receive(text, self._clock.now())

    def receive(self, timeout: float) -> str | None:
        """Return the next frame; None if *timeout* seconds of the exchange's clock have passed without one.

        Waiting lets time pass as `MockExchange.advance` does: what is due happens, and is told. A timeout of
        0 takes what is there and lets nothing happen. Raises StreamClosedError once all frames are taken.
        """
        deadline = self._clock.now() + timedelta(seconds=timeout)
        text = self._take()
        while text is None and self._clock.now() < deadline:
            # What is due already comes before any time passes.
            text = self.look()
            if text is None:
                self._wait(deadline)
                text = self.look()
        return text

    def look(self) -> str | None:
        """Let happen what is due by now; gives the next frame, None if there is none."""
        with self._lock:
            if not self._connection.is_ending:
                self._settle()
            return self._take()

    def close(self) -> None:
        """Close the connection; closing it again does nothing."""
        with self._lock:
            if self._connection.code is None:
                self._connection.close(self._clock.now())

    def _take(self) -> str | None:
        with self._lock:
            text = self._connection.take(self._clock.now())
            if text is None:
                self._require_open()
            return text

    def _wait(self, deadline: datetime) -> None:
        with self._lock:
            moments = (deadline, self._connection.next_at, self._next_due() or deadline)
            left = min(moments) - self._clock.now()
        # A clock that runs by itself leaves room for what other threads do meanwhile.
        wait = left if isinstance(self._clock, ManualClock) else min(left, _LONGEST_WAIT)
        self._clock.wait(max(wait, timedelta()).total_seconds())

    def _require_open(self) -> None:
        if self._connection.code is not None:
            raise StreamClosedError(self._connection.code)
