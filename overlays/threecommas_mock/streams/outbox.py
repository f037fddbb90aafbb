"""The frames that wait to leave a connection, in the order in which they will."""

from __future__ import annotations

from datetime import datetime
from heapq import heappop, heappush


class Outbox:
    """Frames by the moment they leave at, and the code of the close that may end them."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, str | int]] = []
        self._overtaken: list[str] = []
        self._next = 0
        self.ends = False
        self.code: int | None = None

    def put(self, text: str, at: datetime) -> None:
        """Let a frame leave at a moment, and right after it those that wait to be overtaken."""
        self._push(text, at)
        for each in self._overtaken:
            self._push(each, at)
        self._overtaken.clear()

    def put_after_next(self, text: str) -> None:
        """Let a frame leave once another one was put."""
        self._overtaken.append(text)

    def end(self, code: int, at: datetime) -> None:
        """Close with *code* at a moment; what would leave later is lost."""
        self.ends = True
        self._push(code, at)

    def take(self, now: datetime) -> str | None:
        """Take the next frame that leaves until *now*; None if there is none, or the end has come."""
        if self.code is not None or not self._waiting or self._waiting[0][0] > now:
            return None
        _, _, found = heappop(self._waiting)
        if isinstance(found, str):
            return found
        self.code = found
        self._waiting.clear()
        return None

    @property
    def next_at(self) -> datetime | None:
        """When the next frame leaves."""
        return self._waiting[0][0] if self._waiting else None

    def _push(self, item: str | int, at: datetime) -> None:
        heappush(self._waiting, (at, self._next, item))
        self._next += 1
