"""Faults of streams: what a client gets of each, and on which frames it strikes."""

from typing import Any

import pytest
from threecommas_mock import MockExchange, Stream, StreamClosedError, faults
from threecommas_mock.faults.json import fault_codec
from threecommas_mock.faults.stream_faults import STREAM_FAULTS

from tests.mock.signed_client import DOCUMENT, GUARDED, SignedClient
from tests.mock.streams.stream_client import (
    arriving,
    cases,
    command,
    frames,
    identifier,
    kind,
    opened,
    statuses,
)

CASES = cases("faults")
SCHEDULE = ("channel", "after_messages", "after_seconds", "times")


def named(case: dict[str, Any]) -> str:
    """Return what a case is called."""
    schedule = [f"{name} {case[name]}" for name in SCHEDULE if name in case]
    return ", ".join([*map(str, case["fault"].values()), *schedule])


def seen(exchange: MockExchange, stream: Stream, seconds: float) -> tuple[list[Any], int | None]:
    """Return what comes in so many seconds, by its status or type, and the code of the end."""
    found: list[Any] = []
    try:
        for frame in arriving(exchange, stream, seconds):
            found += statuses([frame]) or [frame if kind(frame) == "disconnect" else kind(frame)]
    except StreamClosedError as closed:
        return found, closed.code
    return found, None


@pytest.mark.parametrize("case", CASES, ids=named)
def test_fault_makes_of_frames_what_its_case_says(case: dict[str, Any]) -> None:
    exchange = MockExchange(document=DOCUMENT)
    stream = opened(exchange, "SmartTradesChannel")
    schedule = {name: case[name] for name in SCHEDULE if name in case}
    exchange.fail_streams(fault_codec().decode(faults.StreamFault, case["fault"]), **schedule)
    SignedClient(exchange).create(GUARDED)
    exchange.settle()
    now, code = seen(exchange, stream, 0)
    assert now == case["now"]
    if "later" in case:
        later, code = seen(exchange, stream, 4)
        assert later == case["later"]
    assert code == case.get("code")


def test_cases_have_every_fault() -> None:
    assert {case["fault"]["name"] for case in CASES} == set(STREAM_FAULTS)


def test_refused_subscription_gets_no_message_until_it_is_asked_for_again() -> None:
    exchange = MockExchange()
    exchange.fail_streams(faults.RefusedSubscription(), channel="SmartTradesChannel")
    client, stream = SignedClient(exchange), exchange.open_stream()
    subscribe = command("subscribe", identifier("SmartTradesChannel", exchange.credentials[0]))
    stream.send(subscribe)
    client.create(GUARDED)
    assert [kind(frame) for frame in frames(stream)] == ["welcome", "reject_subscription"]
    stream.send(subscribe)
    client.create(GUARDED)
    assert [kind(frame) for frame in frames(stream)] == ["confirm_subscription", "message"]


def test_chance_strikes_the_same_frames_for_the_same_seed() -> None:
    def lived(seed: int) -> list[str]:
        exchange = MockExchange()
        exchange.inject_into_streams(faults.LostMessage(), probability=0.5, seed=seed)
        stream, client = opened(exchange, "SmartTradesChannel"), SignedClient(exchange)
        for _ in range(5):
            client.create(GUARDED)
            exchange.settle()
        return statuses(frames(stream))

    assert lived(1) == lived(1)
    assert lived(1) != lived(2)
    assert 0 < len(lived(1)) < 15


def test_cleared_faults_strike_no_frame() -> None:
    exchange = MockExchange()
    exchange.inject_into_streams(faults.Silence())
    assert [each.fault for each in exchange.stream_faults] == [faults.Silence()]
    exchange.clear_faults()
    assert exchange.stream_faults == ()
    assert len(list(arriving(exchange, opened(exchange), 3))) == 1


def test_silence_for_a_time_ends_and_pings_come_again() -> None:
    exchange = MockExchange()
    stream = opened(exchange)
    exchange.fail_streams(faults.Silence(seconds=10))
    exchange.advance(20)
    begun = exchange.now().timestamp() - 20
    pings = [frame["message"] - int(begun) for frame in frames(stream)]
    # The silence begins with the ping at 3 seconds.
    assert pings == [15, 18]


@pytest.mark.parametrize(
    ("arm", "problem"),
    [
        (lambda exchange: exchange.fail_streams(faults.LostMessage(), channel="Deals"), "channel: 'Deals'"),
        (lambda exchange: exchange.fail_streams(faults.LostMessage(), times=0), "times: must be 1"),
        (lambda exchange: exchange.inject_into_streams(faults.LostMessage(), probability=2), "probability:"),
        (
            lambda exchange: exchange.fail_streams(faults.LostMessage(), after_messages=-1),
            "after_messages: must",
        ),
        (
            lambda exchange: exchange.fail_streams(faults.LostMessage(), after_seconds=-1),
            "after_seconds: must",
        ),
        (lambda exchange: exchange.fail_streams(faults.DelayedMessage(-1)), "seconds: must be 0"),
        (lambda exchange: exchange.fail_streams(faults.Silence(seconds=-1)), "seconds: must be 0"),
    ],
)
def test_fault_that_cannot_be_is_refused(arm: Any, problem: str) -> None:
    exchange = MockExchange()
    with pytest.raises(ValueError, match=problem):
        arm(exchange)
    assert exchange.stream_faults == ()


def test_day_with_a_drop_each_minute_leaves_nothing_open() -> None:
    exchange = MockExchange()
    exchange.inject_into_streams(faults.ConnectionDrop(), after_seconds=60)
    drops, end = 0, exchange.now().timestamp() + 86400
    while exchange.now().timestamp() < end:
        stream = opened(exchange, "SmartTradesChannel")
        with pytest.raises(StreamClosedError):
            list(arriving(exchange, stream, 100))
        drops += 1
    assert drops == 24 * 60
    assert exchange.streams() == []
