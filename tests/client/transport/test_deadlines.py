"""No call outlasts its deadline, whatever goes wrong on the way. The cases are in data/deadlines.json.

The network, the exchange and the client share a clock that moves when somebody waits.
"""

import itertools
import json
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from threecommas import (
    EncodeError,
    NotExecutedError,
    NotSentError,
    OutcomeUnknownError,
    RateBudget,
    RateBudgetExceededError,
    RequestOptions,
    ThreeCommasError,
    Waits,
)
from threecommas.transport.socket_deadlines import bounded
from threecommas_mock import MockExchange
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET
from threecommas_mock.faults import faults

from tests.client.transport.calls import CALLS, VALIDATE, call_sync, order
from tests.client.transport.fake_time import FakeTime
from tests.client.transport.faults import FAULTS
from tests.client.transport.faulty_client import DOCUMENT, FaultyClient
from tests.client.transport.simulated_network import AsyncBackend, Backend, Server

CASES = json.loads(Path(__file__).with_name("data").joinpath("deadlines.json").read_text("utf-8"))
EXAMPLES = 400 if os.environ.get("THREECOMMAS_FULL") else 15
DEADLINE, TOLERANCE = 2.0, 0.2
USES: dict[str, Any] = {
    "read": lambda client: client.validate(),
    "write": lambda client: client.smart_trades.create(order()),
}


def over(call: Any, server: Server) -> Any:
    """Return a transport of httpx whose sockets lead to the server."""
    transport: Any = httpx.HTTPTransport() if call is call_sync else httpx.AsyncHTTPTransport()
    transport._pool._network_backend = Backend(server) if call is call_sync else AsyncBackend(server)
    return bounded(transport)


def answers_of(case: dict[str, Any]) -> Iterator[list[tuple[float, bytes]]]:
    pieces = [(seconds, text.encode()) for seconds, text in case["pieces"]]
    return itertools.repeat(pieces + pieces[-1:] * case.get("repeated", 0))


def outcome(call: Any, use: Any, **options: Any) -> Any:
    try:
        return call(use, base_url="http://127.0.0.1/public/api", **options)
    except ThreeCommasError as error:
        return error


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_call_is_over_at_its_deadline_and_says_what_became_of_it(
    call: Any, use: str, case: dict[str, Any]
) -> None:
    time = FakeTime()
    server = Server(time, answers_of(case), connecting=case.get("connecting", 0.0))
    error = outcome(
        call,
        USES[use],
        transport=over(call, server),
        timing=time.timing(),
        deadline=DEADLINE,
        rate_budget=RateBudget(clock=time.clock),
    )
    assert time.seconds <= DEADLINE + TOLERANCE
    assert type(error).__name__ == case[use]
    if isinstance(error, NotExecutedError | OutcomeUnknownError) and time.seconds >= DEADLINE:
        assert "the deadline of 2 s is over" in str(error)


@pytest.mark.parametrize("call", CALLS)
def test_body_that_drips_is_read_to_its_end_without_a_deadline(call: Any) -> None:
    time = FakeTime()
    pieces = [(0.0, b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n")]
    pieces += [(1.0, bytes([byte])) for byte in b'{"valid": true}']
    server = Server(time, itertools.repeat(pieces))
    assert outcome(call, VALIDATE, transport=over(call, server), timing=time.timing()).valid
    assert time.seconds == 15


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("deadline", [0.5, 3.0, 61.0])
def test_budget_that_is_used_up_is_not_waited_for_beyond_the_deadline(
    call: Any, use: str, deadline: float, url: str
) -> None:
    faulty = FaultyClient()
    with RateBudget(url, clock=faulty.time.clock, plan="starter") as budget:
        for _ in range(4):
            faulty.outcome(call_sync, VALIDATE, rate_budget=budget)
        error = faulty.outcome(
            call, USES[use], rate_budget=budget, deadline=deadline, waits=Waits(write=90, read=90)
        )
        assert type(error) is RateBudgetExceededError
        assert faulty.time.slept == []
        if use == "read":
            assert faulty.outcome(call, VALIDATE, rate_budget=budget, deadline=61.3).valid


@pytest.mark.parametrize("call", CALLS)
def test_deadline_of_a_call_comes_before_that_of_the_client(call: Any) -> None:
    for of_client, of_call, expected in (
        (1.0, 5.0, 5.0),
        (5.0, 1.0, 1.0),
        (3.0, None, 3.0),
        (None, 4.0, 4.0),
    ):
        time = FakeTime()
        options = RequestOptions(deadline=of_call)
        error = outcome(
            call,
            lambda client, options=options: client.validate(options=options),
            transport=over(call, Server(time, itertools.repeat([]))),
            timing=time.timing(),
            deadline=of_client,
        )
        assert type(error) is NotExecutedError
        assert time.seconds == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("call", CALLS)
def test_order_whose_questions_used_up_the_deadline_does_not_leave(call: Any) -> None:
    faulty = FaultyClient()
    send = faulty.transport.handle_request

    def slowly(request: httpx.Request) -> httpx.Response:
        # Somebody's transport that keeps to no time-out.
        faulty.time.advance(1.5)
        return send(request)

    faulty.transport.handle_request = slowly  # type: ignore[method-assign]
    error = faulty.outcome(call, USES["write"], max_total="100000", deadline=2)
    assert isinstance(error, NotSentError)
    assert "deadline of 2 s is over" in str(error)
    assert "POST" not in {request.method for request in faulty.transport.requests}


@pytest.mark.parametrize("deadline", [0, -1, float("nan"), float("inf"), "5"])
def test_deadline_that_is_none_is_refused(deadline: Any) -> None:
    with pytest.raises(EncodeError, match=r"options\.deadline: expected seconds above zero"):
        RequestOptions(deadline=deadline)


class Delayed(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Lets time pass before each answer, no longer than a request's time-out."""

    def __init__(self, faulty: FaultyClient, delays: list[float]) -> None:
        self._faulty, self._delays = faulty, iter(delays)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        seconds, limit = next(self._delays, 0.0), request.extensions["timeout"]["read"]
        self._faulty.time.advance(min(seconds, limit))
        if seconds > limit:
            raise httpx.ReadTimeout("timed out")
        return self._faulty.transport.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


class Dripping(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body of a transport that keeps to no time-out: a byte every 0.1 seconds."""

    def __init__(self, time: FakeTime) -> None:
        self._time = time

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(500):
            self._time.advance(0.1)
            yield b" "

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("use", USES)
def test_body_of_a_transport_that_keeps_to_no_timeout_is_cut_off_between_its_pieces(
    call: Any, use: str
) -> None:
    time = FakeTime()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Dripping(time)))
    error = outcome(call, USES[use], transport=transport, timing=time.timing(), deadline=DEADLINE)
    assert type(error) is (NotExecutedError if use == "read" else OutcomeUnknownError)
    assert (error.cause, error.status) == ("DeadlineExceeded", 200)
    assert time.seconds <= DEADLINE + TOLERANCE


def thorough(examples: int) -> settings:
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, database=None, suppress_health_check=checks)


@pytest.mark.parametrize("call", CALLS)
@thorough(EXAMPLES)
@given(
    met=st.lists(st.sampled_from([None, *FAULTS]), max_size=7),
    delays=st.lists(st.floats(min_value=0, max_value=40), max_size=7),
    deadline=st.floats(min_value=0.05, max_value=120),
    sent=st.integers(min_value=0, max_value=5),
    use=st.sampled_from(sorted(USES)),
)
def test_no_call_outlasts_its_deadline_over_all_faults(
    call: Any, *, met: list[Any], delays: list[float], deadline: float, sent: int, use: str
) -> None:
    faulty = FaultyClient()
    budget = RateBudget(clock=faulty.time.clock, plan="starter")
    for _ in range(sent):
        faulty.outcome(call_sync, VALIDATE, rate_budget=budget)
    began = faulty.time.seconds
    faulty.meets(met)
    faulty.outcome(
        call,
        USES[use],
        rate_budget=budget,
        deadline=deadline,
        transport=Delayed(faulty, delays),
        max_total="100000",
        waits=Waits(write=1000, read=1000),
    )
    assert faulty.time.seconds - began <= deadline + TOLERANCE


OF_THE_MOCK: list[faults.Fault] = [
    faults.Latency(0.5),
    faults.Latency(3600),
    faults.Timeout(),
    faults.Timeout(after_effect=True),
    faults.Reset(),
    faults.Reset(at=3),
    faults.ServerError(),
    faults.GatewayError(after_effect=True),
    faults.TruncatedBody(3),
    faults.TruncatedBody(3, matching_length=True),
    faults.SlowBody(0.7),
    faults.SlowBody(0.01, chunk=5),
    faults.WrongContentType(),
    faults.UnknownEnumValue("status.type"),
    faults.ExtraField(),
    faults.NullValue("id"),
    faults.Duplicate(),
]


def test_every_fault_of_the_mock_is_tried() -> None:
    assert {type(fault) for fault in OF_THE_MOCK} == set(faults.FAULTS.values())


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", OF_THE_MOCK, ids=str)
@pytest.mark.parametrize("use", USES)
def test_no_call_outlasts_its_deadline_over_any_fault_of_the_mock(
    call: Any, fault: faults.Fault, use: str
) -> None:
    time = FakeTime()
    exchange = MockExchange(clock=time, document=DOCUMENT)
    exchange.inject(fault)
    is_sync = call is call_sync
    outcome(
        call,
        USES[use],
        api_key=MOCK_KEY,
        secret=MOCK_SECRET,
        transport=exchange.transport(sleep=time.sleep)
        if is_sync
        else exchange.async_transport(sleep=time.async_sleep),
        timing=time.timing(),
        max_total="100000",
        deadline=DEADLINE,
    )
    assert time.seconds <= DEADLINE + TOLERANCE
