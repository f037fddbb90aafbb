"""Whatever a client sends, a connection answers by the protocol and lives on."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas_mock import MockExchange

from tests.mock.streams.stream_client import cases, command, frames, identifier, kind, opened

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
USERS = st.lists(
    JSON
    | st.fixed_dictionaries(
        {
            "api_key": st.sampled_from(["threecommas-mock-key", "somebody"]) | JSON,
            "signature": st.text() | JSON,
        }
    ),
    max_size=3,
)
IDENTIFIERS = st.fixed_dictionaries(
    {"channel": st.sampled_from(["DealsChannel", "SmartTradesChannel", "Other"]) | JSON},
    optional={"users": USERS | JSON},
).map(json.dumps)
COMMANDS = st.fixed_dictionaries(
    {
        "command": st.sampled_from(["subscribe", "unsubscribe", "message"]) | JSON,
        "identifier": IDENTIFIERS | st.text() | JSON,
    }
).map(json.dumps)
FRAMES = st.one_of(COMMANDS, JSON.map(json.dumps), st.text())


@given(st.lists(FRAMES, max_size=5))
def test_any_frames_are_answered_by_the_protocol(sent: list[str]) -> None:
    exchange = MockExchange()
    stream = opened(exchange)
    for text in sent:
        stream.send(text)
    assert {kind(frame) for frame in frames(stream)} <= {"reject_subscription"}
    stream.send(command("subscribe", identifier("DealsChannel", exchange.credentials[0])))
    assert [kind(frame) for frame in frames(stream)] == ["confirm_subscription"]


@pytest.mark.parametrize("case", cases("odd_frames"), ids=lambda case: case["name"])
def test_odd_frame_is_ignored(case: dict[str, Any]) -> None:
    stream = opened(MockExchange())
    stream.send(case["frame"] * case.get("times", 1))
    assert frames(stream) == []
