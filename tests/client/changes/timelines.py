"""A server of deals whose statuses change at given seconds, and what goes through its changes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from copy import deepcopy
from typing import Any

import httpx
import threecommas_openapi

from tests.client.deals.deals_server import deal
from tests.client.transport.fake_time import FakeTime

_EXAMPLES = threecommas_openapi.load()["components"]["examples"]
BOTS = "/ver1/bots"
GRID_BOTS = "/ver1/grid_bots"
_LISTS = {BOTS: "bot_list", GRID_BOTS: "grid_bot_list"}
FINAL = frozenset({"completed", "panic_sold", "cancelled", "failed"})

Timeline = list[tuple[float, str]]
"""When a deal takes which status, in seconds; it is there from the first on."""


class TimelineServer:
    """Answers with the deals as they are now, and the bots: those are enabled, disabled or deleted.

    `before` is called with the number of each request, from 1.
    """

    def __init__(self, timelines: dict[int, Timeline]) -> None:
        self.timelines = timelines
        self.bots: dict[str, dict[int, Timeline]] = {BOTS: {}, GRID_BOTS: {}}
        self.time = FakeTime()
        self.sent: list[str] = []
        self.sent_at: list[float] = []
        self.others: list[Any] = []
        """What the list has before its deals."""
        self.before: Callable[[int], httpx.Response | None] = lambda _: None

    def now(self, number: int) -> dict[str, Any] | None:
        """Return a deal as it is, None if it is not there yet."""
        if (latest := self._latest(self.timelines[number])) is None:
            return None
        moment, status = latest
        return deal(number, status=status, finished=status in FINAL, updated_at=moment)

    def bot(self, kind: str, number: int) -> dict[str, Any] | None:
        """Return a bot as it is, None if it is not there."""
        latest = self._latest(self.bots[kind][number])
        if latest is None or latest[1] == "deleted":
            return None
        made: dict[str, Any] = deepcopy(_EXAMPLES[_LISTS[kind]]["value"][0])
        return made | {"id": number, "is_enabled": latest[1] == "enabled", "updated_at": latest[0]}

    def _latest(self, timeline: Timeline) -> tuple[str, str] | None:
        passed = [each for each in timeline if each[0] <= self.time.seconds]
        if not passed:
            return None
        moment, status = passed[-1]
        at = f"2026-01-01T{int(moment) // 3600:02}:{int(moment) // 60 % 60:02}:{moment % 60:06.3f}Z"
        return at, status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        path = request.url.path.removeprefix("/public/api")
        self.sent.append(path)
        self.sent_at.append(self.time.seconds)
        if (answer := self.before(len(self.sent))) is not None:
            return answer
        if path == "/v2/smart_trades":
            return httpx.Response(200, json=[])
        if path == "/ver1/deals":
            asked = request.url.params
            offset, limit = int(asked["offset"]), int(asked["limit"])
            return httpx.Response(200, json=[*self.others, *self.active(asked["scope"])][offset:][:limit])
        if path in self.bots:
            found = [self.bot(path, number) for number in sorted(self.bots[path], reverse=True)]
            return httpx.Response(200, json=[each for each in found if each is not None])
        _, version, noun, number, *_ = path.split("/")
        if (kind := f"/{version}/{noun}") in self.bots:
            one = self.bot(kind, int(number))
            return httpx.Response(404 if one is None else 200, json=one or {"error": "record_not_found"})
        return httpx.Response(200, json=self.now(int(number)))

    def active(self, scope: str) -> list[dict[str, Any]]:
        """Return what the list of a scope has, the newest first."""
        assert scope == "active"
        found = [self.now(number) for number in sorted(self.timelines, reverse=True)]
        return [each for each in found if each is not None and not each["finished?"]]

    @property
    def looks(self) -> int:
        """How often the list was asked for."""
        return self.sent.count("/ver1/deals")

    def changes(self, call: Any, use: Any = None, **options: Any) -> list[Any]:
        """Return the changes that a client sees, and the error that ends it, if any."""
        found: list[Any] = []
        wanted = use or (lambda client: client.deals.watch())
        options = {"rate_budget": None, "mode": "real", "retries": None} | options
        transport = httpx.MockTransport(self)
        call(
            lambda client: gathered(wanted(client), found),
            transport=transport,
            timing=self.time.timing(),
            **options,
        )
        return found


def gathered(changes: Iterator[Any] | AsyncIterator[Any], into: list[Any]) -> Any:
    """Put what an iterator yields into a list, and the error that ends it; to be awaited if it is async."""
    if isinstance(changes, Iterator):
        try:
            into.extend(changes)
        except Exception as error:
            into.append(error)
        return None
    return _gathered(changes, into)


async def _gathered(changes: AsyncIterator[Any], into: list[Any]) -> None:
    try:
        async for change in changes:
            await asyncio.sleep(0)
            into.append(change)
    except Exception as error:
        into.append(error)


def told(found: list[Any]) -> list[tuple[int, Any, Any]]:
    """Return number, old and new status of changes; an error raises."""
    for each in found:
        if isinstance(each, Exception):
            raise each
    return [(each.id, each.old_status, each.status) for each in found]
