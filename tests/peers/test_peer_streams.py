"""A client by others, from the package index and unchanged but for its address, listens to the mock."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from threecommas_mock import MockExchange, serve, stream_url
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.mock.deals.deal_client import DealClient
from tests.mock.signed_client import GUARDED, SignedClient
from tests.mock.streams.stream_client import frames, opened, statuses
from tests.mock.transports import await_
from tests.programs.bench.installed import installed

PROGRAM = Path(__file__).with_name("peer_stream.py")
CHANNELS = ["SmartTradesChannel", "DealsChannel"]

pytestmark = pytest.mark.consumers


@contextmanager
def listening(address: str, secret: str = MOCK_SECRET) -> Iterator[subprocess.Popen[str]]:
    """Run the client in a process of its own."""
    environ = os.environ | {"PYTHONPATH": str(installed("requirements"))}
    command = [sys.executable, PROGRAM, stream_url(address), MOCK_KEY, secret]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def told(process: subprocess.Popen[str], count: int) -> list[Any]:
    """Return so many messages that the client handed on."""
    assert process.stdout is not None
    return [json.loads(process.stdout.readline()) for _ in range(count)]


def test_three_commas_hands_on_every_message_of_the_mock() -> None:
    exchange = MockExchange()
    own = opened(exchange, *CHANNELS)
    with serve(exchange) as address, listening(address) as process:
        await_(lambda: [each["channels"] for each in exchange.streams()[1:]] == [[name] for name in CHANNELS])
        SignedClient(exchange).create(GUARDED)
        exchange.settle()
        exchange.set_price("USDT_BTC", "49000")
        exchange.settle()
        deals = DealClient(exchange)
        deals.bought(price=100)
        deals.move("103")
        sent = frames(own)
        found = told(process, len(sent))
    for channel, name in zip(CHANNELS, ["SmartTradeV2Entity", "DealEntity"], strict=True):
        expected = [
            frame["message"] for frame in sent if json.loads(frame["identifier"])["channel"] == channel
        ]
        assert [[name, entity] for entity in expected] == [rest for place, *rest in found if place == channel]
    assert set(statuses(sent)) >= {"created", "waiting_targets", "stop_loss_finished", "bought", "completed"}


def test_client_that_signs_wrongly_is_rejected_and_told_nothing() -> None:
    exchange = MockExchange()
    with serve(exchange) as address, listening(address, "another-secret") as process:
        await_(lambda: [each["frames_received"] for each in exchange.streams()] == [1, 1])
        SignedClient(exchange).create(GUARDED)
        exchange.advance(9)
        assert [each["channels"] for each in exchange.streams()] == [[], []]
        process.terminate()
        assert process.communicate(timeout=60)[0] == ""
