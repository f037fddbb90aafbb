"""A client of Node by others, unchanged but for its address, listens to the mock."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from threecommas_mock import MockExchange, faults, serve, stream_url
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.consumers.toolchain import demand, lay_out, run
from tests.mock.signed_client import GUARDED, SignedClient
from tests.mock.streams.stream_client import frames, opened
from tests.mock.transports import await_

pytestmark = pytest.mark.consumers

CHANNELS = [["SmartTradesChannel"], ["DealsChannel"]]


@pytest.fixture(scope="module")
def place() -> Path:
    demand(["node", "npm"])
    built = lay_out("streams")
    run("npm ci --ignore-scripts", built)
    return built


@contextmanager
def listening(place: Path, address: str) -> Iterator[subprocess.Popen[str]]:
    """Run the client in a process of its own."""
    command = ["node", "listen.cjs", stream_url(address), MOCK_KEY, MOCK_SECRET]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def told(process: subprocess.Popen[str], count: int) -> list[Any]:
    """Return so many messages that the client handed on, without the other frames."""
    assert process.stdout is not None
    found: list[Any] = []
    while len(found) < count:
        frame = json.loads(process.stdout.readline())
        found += [frame["message"]] if "type" not in frame else []
    return found


def wait_for_subscriptions(exchange: MockExchange, but: set[int]) -> set[int]:
    """Wait until the client listens to both channels, on connections that are none of *but*; gives them."""
    await_(lambda: but.isdisjoint(each["number"] for each in exchange.streams()))
    await_(lambda: sorted(each["channels"] for each in exchange.streams()) == sorted(CHANNELS))
    return {each["number"] for each in exchange.streams()}


def test_3commas_typescript_hands_on_messages_also_after_a_drop(place: Path) -> None:
    exchange = MockExchange()
    client = SignedClient(exchange)
    with serve(exchange) as address, listening(place, address) as process:
        earlier: set[int] = set()
        for _ in range(2):
            earlier = wait_for_subscriptions(exchange, earlier)
            own = opened(exchange, "SmartTradesChannel")
            client.create(GUARDED)
            exchange.settle()
            sent = [frame["message"] for frame in frames(own)]
            own.close()
            assert sent[-1]["status"]["type"] == "waiting_targets"
            assert told(process, len(sent)) == sent
            # The connections that follow are younger, so they are spared.
            exchange.fail_streams(faults.ConnectionDrop(), times=2, after_seconds=3)
            exchange.advance(3)
