"""The protocol of the streams, frame by frame and by the exchange's clock."""

import json
from base64 import b64encode
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from threecommas_mock import Credential, ManualClock, MockExchange, ScaledClock, StreamClosedError
from threecommas_mock.venue.clock import DOCUMENTED_MOMENT

from tests.mock.signed_client import GUARDED, SignedClient
from tests.mock.streams.stream_client import (
    cases,
    command,
    frames,
    identifier,
    kind,
    opened,
    signature,
)

SIGNATURES = cases("signatures")
COMMANDS = cases("commands")
KEY, SECRET = "a-key", "a-secret"


def with_values(value: Any) -> Any:
    """Return *value* with its placeholders filled in."""
    signed = signature(SECRET, "/deals")
    known = {"KEY": KEY, "SIGNED": signed, "CAPITALS": signed.upper()}
    known["OTHER"] = signature(SECRET, "/smart_trades")
    match value:
        case dict():
            return {name: with_values(each) for name, each in value.items()}
        case list():
            return [with_values(each) for each in value]
        case str():
            return known.get(value, value)
    return value


@pytest.mark.parametrize("vector", SIGNATURES["vectors"], ids=lambda vector: vector["channel"])
def test_published_signature_is_confirmed(vector: dict[str, str]) -> None:
    exchange = MockExchange(credentials=[Credential(KEY, secret=SIGNATURES["secret"])])
    users = [{"api_key": KEY, "signature": vector["signature"]}]
    text = json.dumps({"channel": vector["channel"], "users": users})
    stream = exchange.open_stream()
    stream.send(command("subscribe", text))
    assert frames(stream) == [{"type": "welcome"}, {"identifier": text, "type": "confirm_subscription"}]


@pytest.mark.parametrize("case", COMMANDS, ids=lambda case: case["name"])
def test_command_is_answered_as_its_case_says(case: dict[str, Any]) -> None:
    permissions = frozenset(case["permissions"]) if "permissions" in case else None
    exchange = MockExchange(credentials=[Credential(KEY, secret=SECRET, permissions=permissions)])
    value = with_values(case["identifier"])
    text = value if case.get("raw") else json.dumps(value)
    stream = exchange.open_stream()
    stream.send(command(case.get("command", "subscribe"), text))
    welcome, *answers = frames(stream)
    assert kind(welcome) == "welcome"
    assert answers == [{"identifier": text, "type": each} for each in case["answers"]]


def test_answers_repeat_the_very_text_that_was_sent() -> None:
    exchange = MockExchange()
    text = identifier("DealsChannel", exchange.credentials[0]).replace(":", " :\t")
    stream = exchange.open_stream()
    stream.send(command("subscribe", text))
    assert [frame.get("identifier") for frame in frames(stream)] == [None, text]


def test_rsa_key_signs_the_same_text() -> None:
    private = rsa.generate_private_key(65537, 2048)
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    exchange = MockExchange(credentials=[Credential(KEY, public_key=pem)])
    for signed, expected in [(b"/deals", "confirm_subscription"), (b"/smart_trades", "reject_subscription")]:
        made = b64encode(private.sign(signed, padding.PKCS1v15(), SHA256())).decode()
        users = [{"api_key": KEY, "signature": made}]
        stream = exchange.open_stream()
        stream.send(command("subscribe", json.dumps({"channel": "DealsChannel", "users": users})))
        assert [kind(frame) for frame in frames(stream)] == ["welcome", expected]


def test_server_pings_each_three_seconds_with_its_own_time() -> None:
    exchange = MockExchange(clock=ManualClock())
    stream = exchange.open_stream()
    exchange.advance(10)
    start = int(DOCUMENTED_MOMENT.timestamp())
    pings = [{"type": "ping", "message": start + seconds} for seconds in (3, 6, 9)]
    assert frames(stream) == [{"type": "welcome"}, *pings]


def test_waiting_lets_time_pass_to_the_next_frame_and_no_further() -> None:
    exchange = MockExchange(clock=ManualClock())
    stream = opened(exchange)
    begun = exchange.now()
    assert stream.receive(2.5) is None
    assert (exchange.now() - begun).total_seconds() == 2.5
    assert json.loads(stream.receive(60) or "")["type"] == "ping"
    assert (exchange.now() - begun).total_seconds() == 3


def test_waiting_on_a_clock_that_runs_leaves_room_for_changes_by_others() -> None:
    real, told = [0.0], []

    def sleep(seconds: float) -> None:
        real[0] += seconds
        if 0.5 < real[0] < 0.5 + 2 * seconds:
            SignedClient(exchange).create(GUARDED)

    exchange = MockExchange(clock=ScaledClock(2, monotonic=lambda: real[0], sleep=sleep))
    stream = opened(exchange, "SmartTradesChannel")
    while kind(frame := json.loads(stream.receive(60) or "")) == "message":
        told.append(real[0])
    assert [round(moment, 1) for moment in told][:1] == [0.5]
    assert frame["type"] == "ping"
    assert round(real[0], 1) == 1.5


def test_second_subscription_to_the_same_text_is_not_answered() -> None:
    exchange = MockExchange()
    stream = opened(exchange, "DealsChannel")
    stream.send(command("subscribe", identifier("DealsChannel", exchange.credentials[0])))
    assert frames(stream) == []


def test_rejected_subscription_can_be_asked_for_again() -> None:
    exchange = MockExchange()
    text = json.dumps({"channel": "DealsChannel", "users": []})
    stream = exchange.open_stream()
    for _ in range(2):
        stream.send(command("subscribe", text))
    assert [kind(frame) for frame in frames(stream)] == ["welcome", *["reject_subscription"] * 2]


def test_closed_stream_refuses_frames_with_its_code() -> None:
    exchange = MockExchange()
    stream = opened(exchange)
    assert [each["number"] for each in exchange.streams()] == [1]
    stream.close()
    stream.close()
    assert exchange.streams() == []
    with pytest.raises(StreamClosedError) as refused:
        stream.send("{}")
    assert refused.value.code == 1000
    with pytest.raises(StreamClosedError):
        stream.receive(60)


def test_restore_ends_connections_as_a_restart_does() -> None:
    exchange = MockExchange()
    stream, before = opened(exchange, "DealsChannel"), exchange.snapshot()
    exchange.advance(4)
    exchange.restore(before)
    expected = {"type": "disconnect", "reason": "server_restart", "reconnect": True}
    assert json.loads(stream.receive(0) or "") == expected
    with pytest.raises(StreamClosedError):
        stream.receive(0)
