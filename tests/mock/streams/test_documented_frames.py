"""The mock and the AsyncAPI document agree: on every frame, and on what a channel asks for."""

import json
from typing import Any

import pytest
import threecommas_openapi
from jsonschema_rs import Draft202012Validator
from threecommas_mock import MockExchange, StreamClosedError, faults
from threecommas_mock.streams.handlers import PATH
from threecommas_mock.streams.subscriptions import CHANNELS

from tests.mock.deals.deal_client import DealClient
from tests.mock.signed_client import GUARDED, SignedClient
from tests.mock.streams.stream_client import arriving, command, identifier

DOCUMENT = threecommas_openapi.load_streams()
COMPONENTS = DOCUMENT["components"]
MESSAGES = {
    name: Draft202012Validator(message["payload"] | {"components": COMPONENTS})
    for name, message in COMPONENTS["messages"].items()
}


def names_of(frame: Any) -> list[str]:
    """Return the documented messages that a frame may be."""
    return [name for name, validator in MESSAGES.items() if validator.is_valid(frame)]


def test_every_frame_of_the_mock_is_one_documented_message() -> None:
    deals = DealClient()
    exchange = deals.exchange
    stream = exchange.open_stream()
    for channel in CHANNELS:
        stream.send(command("subscribe", identifier(channel, exchange.credentials[0])))
    stream.send(command("subscribe", json.dumps({"channel": "DealsChannel", "users": []})))
    SignedClient(exchange).create(GUARDED)
    deals.bought(price=100)
    deals.move("98.9")
    deals.move("103")
    exchange.set_price("USDT_BTC", "49000")
    exchange.fail_streams(faults.Disconnect(), after_seconds=6)
    found = []
    with pytest.raises(StreamClosedError):
        found.extend(names_of(frame) for frame in arriving(exchange, stream, 60))
    assert [names for names in found if len(names) != 1] == []
    sent = {name for name in MESSAGES if name not in ("Subscribe", "Unsubscribe")}
    assert {name for (name,) in found} == sent


@pytest.mark.parametrize("name", ["subscribe", "unsubscribe"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_commands_that_the_mock_takes_are_documented(channel: str, name: str) -> None:
    exchange = MockExchange()
    sent = json.loads(command(name, identifier(channel, exchange.credentials[0])))
    assert names_of(sent) == [name.capitalize()]


def test_channels_of_the_mock_are_the_documented_ones() -> None:
    described = DOCUMENT["channels"]
    signing = {name: channel for name, channel in described.items() if "x-signing" in channel}
    assert {
        name: (channel["address"], channel["x-signing"]["signed_text"], channel["x-permission"])
        for name, channel in signing.items()
    } == {each.name: (PATH, each.signed.decode(), each.permission) for each in CHANNELS.values()}


def test_frame_that_the_document_does_not_know_is_found() -> None:
    assert names_of({"type": "ping", "message": "now"}) == []
