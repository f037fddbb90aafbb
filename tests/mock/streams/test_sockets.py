"""Streams over sockets, with the client of the `websockets` library."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest
from threecommas_mock import MockExchange, faults, serve, stream_url
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.mock.signed_client import DOCUMENT, GUARDED, SignedClient
from tests.mock.streams.stream_client import command, identifier, kind, statuses
from tests.mock.transports import await_

PATIENCE = 60
# The library logs each frame, and with it keys and signatures.
QUIET = logging.Logger("websockets", logging.CRITICAL)


@contextmanager
def connected(exchange: MockExchange, address: str, *channels: str) -> Iterator[ClientConnection]:
    """Connect to a served exchange and subscribe to *channels*."""
    with connect(stream_url(address), logger=QUIET) as client:
        assert next_frame(client) == {"type": "welcome"}
        for channel in channels:
            client.send(command("subscribe", identifier(channel, exchange.credentials[0])))
            assert kind(next_frame(client)) == "confirm_subscription"
        yield client


def next_frame(client: ClientConnection) -> object:
    """Return the next frame."""
    return json.loads(client.recv(PATIENCE))


def rest_of(client: ClientConnection) -> list[object]:
    """Return the frames until the connection ends."""
    found = []
    with suppress(ConnectionClosed):
        while True:
            found.append(next_frame(client))
    return found


def test_subscriber_gets_changes_and_pings_over_a_socket() -> None:
    exchange = MockExchange(document=DOCUMENT)
    with serve(exchange) as address, connected(exchange, address, "SmartTradesChannel") as client:
        SignedClient(exchange).create(GUARDED)
        # Nobody polls: what is due happens because a connection is open.
        told = statuses(next_frame(client) for _ in range(3))
        assert told == ["created", "waiting_position", "waiting_targets"]
        exchange.advance(3)
        start = int(exchange.now().timestamp())
        assert next_frame(client) == {"type": "ping", "message": start}


def test_several_connections_are_served_side_by_side() -> None:
    exchange = MockExchange(document=DOCUMENT)
    channel = "SmartTradesChannel"
    with (
        serve(exchange) as address,
        connected(exchange, address, channel) as first,
        connected(exchange, address, channel) as second,
    ):
        SignedClient(exchange).create(GUARDED)
        assert next_frame(first) == next_frame(second)


@pytest.mark.parametrize(
    ("fault", "frames", "code"),
    [
        (faults.ConnectionDrop(), [], 1006),
        (faults.Disconnect(), [{"type": "disconnect", "reason": "server_restart", "reconnect": True}], 1000),
    ],
)
def test_client_sees_how_a_connection_ends(
    fault: faults.StreamFault, frames: list[object], code: int
) -> None:
    exchange = MockExchange(document=DOCUMENT)
    with serve(exchange) as address, connected(exchange, address) as client:
        exchange.fail_streams(fault)
        exchange.advance(3)
        assert rest_of(client) == frames
        assert client.close_code == code
        await_(lambda: exchange.streams() == [])


def test_message_before_a_drop_arrives() -> None:
    exchange = MockExchange(document=DOCUMENT)
    exchange.fail_streams(faults.ConnectionDrop(), after_messages=2)
    with serve(exchange) as address, connected(exchange, address, "SmartTradesChannel") as client:
        SignedClient(exchange).create(GUARDED)
        assert statuses(rest_of(client)) == ["created", "waiting_position"]


def test_closed_connection_is_gone_from_the_exchange() -> None:
    exchange = MockExchange(document=DOCUMENT)
    with serve(exchange) as address:
        with connected(exchange, address, "DealsChannel"):
            assert [each["channels"] for each in exchange.streams()] == [["DealsChannel"]]
        await_(lambda: exchange.streams() == [])


@pytest.mark.parametrize("ending", ["", "/deals", "/smart_trades"])
def test_ending_of_the_address_makes_no_difference(ending: str) -> None:
    exchange = MockExchange(document=DOCUMENT)
    with serve(exchange) as address, connect(f"{stream_url(address)}{ending}", logger=QUIET) as client:
        assert next_frame(client) == {"type": "welcome"}


def test_other_address_is_refused() -> None:
    with serve(MockExchange(document=DOCUMENT)) as address, pytest.raises(InvalidStatus) as refused:
        connect(f"{stream_url(address)}s", logger=QUIET)
    assert refused.value.response.status_code == 403


def test_subprotocol_of_actioncable_is_taken_if_it_is_offered() -> None:
    with serve(MockExchange(document=DOCUMENT)) as address:
        offered = ["actioncable-unsupported", "actioncable-v1-json"]
        with connect(stream_url(address), logger=QUIET, subprotocols=offered) as client:  # type: ignore[arg-type]
            assert client.subprotocol == "actioncable-v1-json"
        with connect(stream_url(address), logger=QUIET) as client:
            assert client.subprotocol is None


def test_binary_frame_is_ignored() -> None:
    exchange = MockExchange(document=DOCUMENT)
    with serve(exchange) as address, connected(exchange, address) as client:
        client.send(b"\x00\xff")
        client.send(command("subscribe", identifier("DealsChannel", exchange.credentials[0])))
        assert kind(next_frame(client)) == "confirm_subscription"


def test_programs_on_this_machine_arm_faults_and_see_connections() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    with serve(exchange) as address, httpx.Client(base_url=httpx.URL(address).join("/__mock__/")) as http:
        drop = {"fault": {"name": "connection_drop"}, "channel": "DealsChannel", "after_messages": 5}
        (armed,) = http.post("stream_faults", json=drop | {"times": 2}).json()
        assert armed.items() >= {**drop, "remaining": 2}.items()
        silence = {"fault": {"name": "silence", "seconds": 5}, "probability": 0.5, "seed": 3}
        assert len(http.post("stream_faults", json=silence).json()) == 2
        assert [(each.probability, each.seed) for each in exchange.stream_faults] == [(1, 0), (0.5, 3)]
        http.delete("faults")
        assert exchange.stream_faults == ()
        with connected(exchange, address, "DealsChannel"):
            (shown,) = http.get("streams").json()
        assert (shown["channels"], shown["messages"]) == (["DealsChannel"], 0)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"fault": {"name": "timeout"}}, "fault.name: 'timeout' is none of connection_drop"),
        ({"fault": {"name": "silence", "hours": 1}}, "fault.hours"),
        ({"fault": {"name": "silence"}, "channel": "Deals"}, "channel: 'Deals' is none of"),
        ({"fault": {"name": "silence"}, "times": 1, "seed": 1}, "times: give either"),
        ({"fault": {"name": "silence"}, "after_messages": -1}, "after_messages: must be 0"),
        ({}, "fault: expected an object"),
    ],
)
def test_fault_that_cannot_be_armed_is_refused_by_its_field(body: object, problem: str) -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    with serve(exchange) as address, httpx.Client(base_url=httpx.URL(address).join("/__mock__/")) as http:
        answer = http.post("stream_faults", json=body)
    assert answer.status_code == 400
    assert answer.json()["error_description"].startswith(problem)
