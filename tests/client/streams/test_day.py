"""A day on the stream with a drop every minute: nothing is lost, and nothing is left behind."""

import asyncio
import gc
import json
import logging
import os
import threading
import time
from typing import Any

import httpx
import pytest
from threecommas import AsyncThreeCommas, HmacSigner, ThreeCommas, Timing
from websockets.sync.server import ServerConnection

from tests.client.changes.timelines import told
from tests.client.deals.deals_server import deal
from tests.client.streams.stream_server import Connection, StreamServer
from tests.client.streams.test_sockets import server
from tests.client.transport.calls import CALLS

HOUR = 3600.0
# Objects that Python's collector counts. One of each minute that stayed would be more.
MOST = 1000
# How often it is looked, each hundredth of a second, for what takes a moment to end.
PATIENCE = 1000


class DroppingServer(StreamServer):
    """A server that drops each connection after a minute, and forgets it once it is closed."""

    def __init__(self) -> None:
        times = [number * HOUR + 1000.0 for number in range(24)]
        names = ["bought", "created"] * 12
        super().__init__({1: [(0.0, "created"), *zip(times, names, strict=True)]})
        self.opened = 0
        self.at_hour: list[tuple[int, int]] = []
        """How many objects there are at each full hour, and how many connections are open."""

    def open(self) -> Connection:
        self.endings = [(57.0, 1006)]
        self.connections = [each for each in self.connections if each.is_open]
        made = Connection(self, self.endings[0])
        self.connections.append(made)
        self.subscriptions.clear()
        self.opened += 1
        if len(self.at_hour) < self.time.seconds // HOUR:
            gc.collect()
            self.at_hour.append((len(gc.get_objects()), len(self.connections)))
        return made


@pytest.mark.parametrize(("call", "hours"), [(CALLS[0], 24), (CALLS[1], 4)])
def test_day_of_drops_loses_nothing_and_leaves_nothing_behind(
    call: Any, hours: int, caplog: pytest.LogCaptureFixture
) -> None:
    # Or pytest would keep all that is logged.
    caplog.set_level(logging.ERROR, "threecommas")
    server = DroppingServer()
    found = server.changes(
        call,
        lambda client: client.deals.watch(via="stream", timeout=hours * HOUR),
        stream_transport=server.open,
    )
    assert [each[2] for each in told(found)] == ["created", *(["bought", "created"] * (hours // 2))]
    assert server.opened > 58 * hours
    assert {connections for _, connections in server.at_hour} == {1}
    assert not server.connections[-1].is_open
    (early, _), (late, _) = server.at_hour[1], server.at_hour[-1]
    assert late - early < MOST
    assert len(server.at_hour) == hours - 1


class Everything:
    """Counts of what a connection takes of a process."""

    def __init__(self) -> None:
        gc.collect()
        self.threads = threading.active_count()
        self.sockets = len(os.listdir("/proc/self/fd"))


def confirm_and_drop(connection: ServerConnection) -> None:
    connection.send(json.dumps({"type": "welcome"}))
    identifier = json.loads(connection.recv())["identifier"]
    connection.send(json.dumps({"type": "confirm_subscription", "identifier": identifier}))
    connection.close(1011)


def options_of(url: str) -> dict[str, Any]:
    looks: list[int] = []
    skipped = [0.0]

    def answer(_: httpx.Request) -> httpx.Response:
        # The list has another deal at each look, and so something to tell of.
        looks.append(len(looks) + 1)
        return httpx.Response(200, json=[deal(each) for each in looks])

    def sleep(seconds: float) -> None:
        skipped[0] += seconds

    async def async_sleep(seconds: float) -> None:
        sleep(seconds)

    return {
        "api_key": "key",
        "signer": HmacSigner("secret"),
        "mode": "real",
        "base_url": "http://127.0.0.1:1",
        "stream_url": url,
        "transport": httpx.MockTransport(answer),
        "rate_budget": None,
        "timing": Timing(clock=lambda: time.monotonic() + skipped[0], sleep=sleep, async_sleep=async_sleep),
    }


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts open files as Linux shows them")
def test_connections_that_are_dropped_leave_no_thread_and_no_socket() -> None:
    with server(confirm_and_drop) as url:
        before = Everything()
        with ThreeCommas(**options_of(url)) as client:
            changes = client.deals.watch(via="stream")
            assert len({next(changes).id for _ in range(15)}) == 15
            changes.close()  # type: ignore[attr-defined]
        # The server of this test, in the same process, takes a moment to end its threads.
        for _ in range(PATIENCE):
            if vars(Everything()) == vars(before):
                break
            time.sleep(0.01)
        assert vars(Everything()) == vars(before)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts open files as Linux shows them")
def test_connections_that_are_dropped_leave_no_task_and_no_socket() -> None:
    async def followed(url: str) -> None:
        async with AsyncThreeCommas(**options_of(url)) as client:
            before, tasks = Everything(), len(asyncio.all_tasks())
            changes: Any = client.deals.watch(via="stream")
            assert len({(await anext(changes)).id for _ in range(15)}) == 15
            await changes.aclose()
            for _ in range(PATIENCE):
                if (len(asyncio.all_tasks()), vars(Everything())) == (tasks, vars(before)):
                    break
                await asyncio.sleep(0.01)
            assert (len(asyncio.all_tasks()), vars(Everything())) == (tasks, vars(before))

    with server(confirm_and_drop) as url:
        asyncio.run(followed(url))
