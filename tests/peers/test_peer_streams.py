"""A client by others, from the package index and unchanged but for its address, listens to the mock."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from threecommas_mock import MockExchange, serve, stream_url
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.mock.deals.deal_client import PAIR, DealClient
from tests.mock.signed_client import GUARDED, PLAIN, SignedClient
from tests.mock.streams.stream_client import frames, opened, statuses
from tests.mock.transports import await_
from tests.peers.side_by_side import here_client
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


def watch(address: str, resource: str, number: int, seen: list[tuple[int, str]]) -> None:
    """Note number and status of each change that this client tells of, up to an end of another number."""
    with here_client(base_url=address, stream_url=stream_url(address)) as client:
        for change in getattr(client, resource).watch(via="stream", timeout=20):
            seen.append((change.new.id, str(change.status)))
            if change.is_final and change.new.id != number:
                break


def handed_on(messages: list[Any], channel: str) -> list[tuple[int, str]]:
    """Return number and status of each message of a channel."""
    entities = [entity for place, _, entity in messages if place == channel]
    statuses = [entity["status"] for entity in entities]
    names = [status["type"] if isinstance(status, dict) else status for status in statuses]
    return [(entity["id"], name) for entity, name in zip(entities, names, strict=True)]


def pass_by(exchange: MockExchange) -> None:
    """Let time pass, in which each status has a moment of its own."""
    for _ in range(6):
        exchange.advance(1)


def test_watch_tells_what_three_commas_is_told_each_status_once() -> None:
    exchange = MockExchange(web_mode="paper", delay=timedelta(seconds=1))
    deals, trades = DealClient(exchange), SignedClient(exchange)
    # This client leaves out accounts of which no list has something active.
    resting = {"type": "buy", "order_type": "limit", "units": {"value": "1"}, "price": {"value": "9000"}}
    before = [trades.create(PLAIN | {"position": resting}), deals.bought(price=100, take_profit=Decimal(50))]
    exchange.settle()
    found: list[list[tuple[int, str]]] = [[], []]
    with serve(exchange) as address, listening(address) as process, ThreadPoolExecutor() as pool:
        names = ("smart_trades", "deals")
        own = [pool.submit(watch, address, *each) for each in zip(names, before, found, strict=True)]
        await_(lambda: all(found) and [len(each["channels"]) for each in exchange.streams()] == [1] * 4)
        trades.create(GUARDED)
        deals.start()
        pass_by(exchange)
        exchange.set_price("USDT_BTC", "49000")
        exchange.set_price(PAIR, "103")
        pass_by(exchange)
        for each in own:
            each.result()
        # Terminated sooner it may not have handed on the last.
        messages = list[Any]()
        while any(
            seen[-1] not in handed_on(messages, each) for each, seen in zip(CHANNELS, found, strict=True)
        ):
            messages += told(process, 1)
    for channel, seen, number in zip(CHANNELS, found, before, strict=True):
        once = [each for each, _ in itertools.groupby(handed_on(messages, channel))]
        new = [each for each in seen if each[0] != number]
        assert new == [each for each in once if each[0] != number]
        assert len(new) > 2


def test_client_that_signs_wrongly_is_rejected_and_told_nothing() -> None:
    exchange = MockExchange()
    with serve(exchange) as address, listening(address, "another-secret") as process:
        await_(lambda: [each["frames_received"] for each in exchange.streams()] == [1, 1])
        SignedClient(exchange).create(GUARDED)
        exchange.advance(9)
        assert [each["channels"] for each in exchange.streams()] == [[], []]
        process.terminate()
        assert process.communicate(timeout=60)[0] == ""
