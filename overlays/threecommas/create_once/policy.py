"""The patience of `create_once`, and the keys a client is at work on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from threecommas.arguments import check_count, check_seconds, wrong
from threecommas.errors import ConfigurationError
from threecommas.process_local import ProcessLock


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOncePolicy:
    """How patiently `create_once` makes sure. Times are in seconds.

    After each attempt it waits for each of `poll_delays` in turn and looks for the SmartTrade, as nobody has
    published how soon a new one is listed. After a success the first look that has it ends this. After an
    attempt of unknown outcome, only if the last look has not found it, it is sent again, at most `attempts`
    times in all. A key is looked for among the SmartTrades of the last `lookback`; `clock_skew` is how far
    this machine's clock may differ from that of 3Commas.
    """

    attempts: int = 3
    poll_delays: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
    lookback: float = 86_400.0
    clock_skew: float = 600.0

    def __post_init__(self) -> None:
        check_count("create_once.attempts", self.attempts)
        if not isinstance(self.poll_delays, tuple) or not self.poll_delays:
            raise wrong(
                "create_once.poll_delays", "a tuple of one number of seconds or more", self.poll_delays
            )
        for index, seconds in enumerate(self.poll_delays):
            check_seconds(f"create_once.poll_delays[{index}]", seconds)
        for name in ("lookback", "clock_skew"):
            check_seconds(f"create_once.{name}", getattr(self, name))


class KeyRegistry:
    """The keys a client is at work on, and those whose outcome it does not know. Threads may share it."""

    def __init__(self) -> None:
        self._lock = ProcessLock()
        self._busy: set[str] = set()
        self._open: set[str] = set()

    @contextlib.contextmanager
    def acquire(self, key: str) -> Iterator[bool]:
        """Hold a key for one call, and say whether an earlier one left it open.

        Raises `ConfigurationError` if another call holds it.
        """
        with self._lock:
            if key in self._busy:
                raise ConfigurationError(f"The key {key!r} is in use by another call. Wait for its end.")
            self._busy.add(key)
        try:
            yield key in self._open
        finally:
            with self._lock:
                self._busy.discard(key)

    def mark_pending(self, key: str) -> None:
        """Note that something is sent under the key."""
        self._open.add(key)

    def mark_resolved(self, key: str) -> None:
        """Note that what became of it is known."""
        self._open.discard(key)
