"""A server of deals that tells of their changes over connections in process, on a clock that flies."""

import json
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from tests.client.changes.timelines import FINAL, Timeline, TimelineServer
from tests.client.deals.deals_server import deal

Ending = tuple[float, int | None]
"""After how many seconds a connection is closed, and with which code."""


class ClosedError(Exception):
    """The connection is closed."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class StreamServer(TimelineServer):
    """A server that closes its connections as `endings` say, in their order; those beyond them live on.

    `delays` returns after how many seconds each message about a change arrives, none if it is lost. `answers`
    makes the frame that answers a subscription. `members` are added to every message.
    """

    def __init__(self, timelines: dict[int, Timeline]) -> None:
        super().__init__(timelines)
        self.endings: list[Ending] = []
        self.delays: Callable[[int, float, str], list[float]] = lambda *_: [0.1]
        self.answers = "confirm_subscription"
        self.members: dict[str, Any] = {}
        self.connections: list[Connection] = []
        self.subscriptions: list[str] = []

    def open(self) -> "Connection":
        ending = dict(enumerate(self.endings)).get(len(self.connections), (float("inf"), None))
        self.connections.append(Connection(self, ending))
        return self.connections[-1]

    @property
    def options(self) -> dict[str, Any]:
        return {"stream_transport": self.open}

    def moment(self, moment: float) -> str:
        return f"2026-01-01T{int(moment) // 3600:02}:{int(moment) // 60 % 60:02}:{moment % 60:06.3f}Z"

    def told(self, number: int, moment: float, status: str) -> dict[str, Any]:
        """Return what a message about a change tells."""
        members = {"status": status, "finished": status in FINAL, "updated_at": self.moment(moment)}
        return deal(number, **members | self.members)


class Connection:
    """One connection. It pings each 3 seconds."""

    def __init__(self, server: StreamServer, ending: Ending) -> None:
        self._server, self._opened_at = server, server.time.seconds
        self._waiting: list[tuple[float, int, str | ClosedError]] = []
        self._count = 0
        self._lasts = ending[0]
        self.is_open = True
        self._put(0.0, json.dumps({"type": "welcome"}))
        if ending[0] < float("inf"):
            self._put(ending[0], ClosedError(ending[1]))
        self._pinged_at = self._opened_at

    def send(self, text: str) -> None:
        identifier = json.loads(text)["identifier"]
        self._server.subscriptions.append(identifier)
        self._put(0.0, json.dumps({"type": self._server.answers, "identifier": identifier}))
        if json.loads(identifier)["channel"] != "DealsChannel":
            return
        now = self._server.time.seconds
        for number, life in self._server.timelines.items():
            for moment, status in life:
                if now < moment <= now + self._lasts:
                    body = self._server.told(number, moment, status)
                    frame = json.dumps({"identifier": identifier, "message": body})
                    for delay in self._server.delays(number, moment, status):
                        self._put(moment - now + delay, frame)

    def receive(self, timeout: float) -> str | None:
        assert self.is_open
        now = self._server.time.seconds
        ping_at = self._pinged_at + 3.0
        if (not self._waiting or self._waiting[0][0] > ping_at) and ping_at <= now + timeout:
            self._pinged_at = ping_at
            self._server.time.seconds = max(now, ping_at)
            return json.dumps({"type": "ping", "message": int(ping_at)})
        if not self._waiting or self._waiting[0][0] > now + timeout:
            self._server.time.seconds += timeout
            return None
        at, _, frame = heappop(self._waiting)
        self._server.time.seconds = max(now, at)
        if isinstance(frame, ClosedError):
            raise frame
        return frame

    def close(self) -> None:
        self.is_open = False

    def _put(self, after: float, frame: str | ClosedError) -> None:
        heappush(self._waiting, (self._server.time.seconds + after, self._count, frame))
        self._count += 1
