"""Faults on demand: which requests meet them, what else they do and which there cannot be.

What a client sees of each is in `test_fault_matrix`.
"""

import asyncio
import re
import socket
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from threecommas_mock import MockExchange, serve
from threecommas_mock.faults import (
    Duplicate,
    Fault,
    GatewayError,
    Latency,
    NullValue,
    Reset,
    ServerError,
    SlowBody,
    Timeout,
    TruncatedBody,
    UnknownEnumValue,
    WrongContentType,
    faults,
)
from threecommas_mock.faults.faults import FAULTS
from threecommas_mock.faults.stream_faults import DelayedMessage
from threecommas_mock.http.connection import ConnectionMissingError
from threecommas_mock.http.messages import ConnectionEnd, Response, Transmission

from tests.mock.transports import BODY, PATH, await_, made, seen_of, signature

LENGTH = 20_000_000
"""More bytes than the buffers of a connection hold."""


def test_every_fault_is_explained() -> None:
    explained = re.findall(r"^    ([A-Z]\w+)  ", faults.__doc__ or "", re.MULTILINE)
    assert explained == [kind.__name__ for kind in FAULTS.values()]


class Traffic:
    """Requests to an exchange in process; the seconds that passed are kept."""

    def __init__(self) -> None:
        self.exchange = made()
        self.slept: list[float] = []
        self.http = httpx.Client(
            transport=self.exchange.transport(sleep=self.slept.append),
            base_url=self.exchange.base_url,
            auth=signature(self.exchange),
        )

    def get(self, path: str = PATH) -> httpx.Response:
        return self.http.get(path)

    def create(self) -> httpx.Response:
        return self.http.post(PATH, json=BODY)

    def statuses(self, count: int) -> list[int]:
        return [self.get().status_code for _ in range(count)]


def test_fault_strikes_as_often_as_told() -> None:
    traffic = Traffic()
    traffic.exchange.fail_next(ServerError(503), times=2)
    assert traffic.statuses(3) == [503, 503, 200]


def test_fault_of_one_operation_leaves_the_others_alone() -> None:
    traffic = Traffic()
    traffic.exchange.fail_next(GatewayError(), operation="create_smart_trade")
    assert traffic.get().status_code == 200
    assert traffic.get("/nowhere").status_code == 404
    assert traffic.create().status_code == 502
    assert traffic.create().status_code == 201


def test_faults_strike_in_the_order_they_were_given_and_one_at_a_time() -> None:
    traffic = Traffic()
    traffic.exchange.fail_next(ServerError(500))
    traffic.exchange.inject(ServerError(503))
    traffic.exchange.fail_next(ServerError(504))
    assert traffic.statuses(3) == [500, 503, 503]
    traffic.exchange.clear_faults()
    assert traffic.statuses(1) == [200]


def test_chance_is_the_same_for_the_same_seed() -> None:
    def drawn(seed: int) -> list[int]:
        traffic = Traffic()
        traffic.exchange.inject(ServerError(), probability=0.3, seed=seed)
        return traffic.statuses(200)

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert 30 < drawn(1).count(500) < 90
    traffic = Traffic()
    traffic.exchange.inject(ServerError(), probability=0)
    assert traffic.statuses(50) == [200] * 50


@pytest.mark.parametrize(
    "fault", [NullValue("status.type"), Reset(at=100), TruncatedBody(100), UnknownEnumValue("status.nothing")]
)
def test_fault_that_finds_nothing_to_do_waits_for_an_answer(fault: Fault) -> None:
    traffic = Traffic()
    traffic.exchange.fail_next(fault)
    assert traffic.get().json() == []
    assert [injection.fault for injection in traffic.exchange.faults] == [fault]
    assert [entry.fault for entry in traffic.exchange.journal] == [None]


def test_values_change_in_every_element_of_a_list() -> None:
    traffic = Traffic()
    traffic.exchange.web_mode = "paper"
    traffic.create()
    traffic.create()
    traffic.exchange.fail_next(UnknownEnumValue("status.type", "paused"))
    assert [trade["status"]["type"] for trade in traffic.get().json()] == ["paused", "paused"]


def test_seconds_of_a_fault_pass_by_the_sleep_that_was_given() -> None:
    traffic = Traffic()
    traffic.exchange.fail_next(Latency(1.5))
    assert traffic.get().status_code == 200
    traffic.exchange.fail_next(SlowBody(0.5, chunk=1))
    assert traffic.get().json() == []
    traffic.exchange.fail_next(Latency(60))
    with pytest.raises(httpx.ReadTimeout):
        traffic.get()
    assert traffic.slept == [1.5, 0.5, 5.0]


def test_duplicate_of_a_closing_answers_that_it_is_too_late() -> None:
    traffic = Traffic()
    number = traffic.create().json()["id"]
    traffic.exchange.settle()
    traffic.exchange.fail_next(Duplicate())
    answer = traffic.http.post(f"{PATH}/{number}/close_by_market")
    assert (answer.status_code, answer.json()["error"]) == (400, "Wrong param(s)")
    assert [entry.status for entry in traffic.exchange.journal] == [201, 201, 400]


def test_journal_of_a_lost_answer_still_knows_the_smart_trade() -> None:
    traffic = Traffic()
    traffic.exchange.fail_next(Timeout(after_effect=True))
    with pytest.raises(httpx.ReadTimeout):
        traffic.create()
    (entry,) = traffic.exchange.journal
    assert (entry.status, entry.answer, entry.ids) == (0, None, {"smart_trades": 30000001})
    assert (entry.operation, entry.signed_with) == ("create_smart_trade", "HMAC")


def test_har_tells_what_a_fault_left_of_an_answer() -> None:
    traffic = Traffic()
    traffic.exchange.fail_next(GatewayError(520))
    traffic.get()
    traffic.exchange.fail_next(TruncatedBody(9))
    with pytest.raises(httpx.RemoteProtocolError):
        traffic.create()
    traffic.exchange.fail_next(Timeout())
    with pytest.raises(httpx.ReadTimeout):
        traffic.get()
    page, cut, lost = traffic.exchange.journal.har()["log"]["entries"]
    assert (page["response"]["status"], page["response"]["content"]["mimeType"]) == (520, "text/html")
    assert (cut["response"]["content"]["text"], cut["_fault"]) == ('{"id":300', "truncated_body")
    assert (lost["response"]["status"], lost["response"]["headers"]) == (0, [])
    assert [entry["_handled"] for entry in (page, cut, lost)] == [False, True, False]


@pytest.mark.parametrize(
    ("arm", "says"),
    [
        (lambda exchange: exchange.fail_next(Timeout(), operation="create"), "no operationId 'create'"),
        (lambda exchange: exchange.fail_next(Timeout(), times=0), "times: must be 1 or more, got 0"),
        (
            lambda exchange: exchange.inject(Timeout(), probability=1.1),
            "probability: must be 0 to 1, got 1.1",
        ),
        (lambda exchange: ServerError(404), "status: must be 500 to 599, got 404"),
        (lambda exchange: GatewayError(600), "status: must be 500 to 599, got 600"),
        (lambda exchange: Reset(at=-1), "at: must be 0 or more"),
        (lambda exchange: TruncatedBody(-1), "at: must be 0 or more"),
        (lambda exchange: Latency(-1), "seconds: must be 0 or more seconds"),
        (lambda exchange: Latency(1e300), "seconds: must be 0 or more seconds, at most 366 days"),
        (lambda exchange: DelayedMessage(366 * 86_400 + 1), "at most 366 days, got 31622401"),
        (lambda exchange: SlowBody(float("nan")), "pause: must be 0 or more seconds"),
        (lambda exchange: SlowBody(1, chunk=0), "chunk: must be 1 or more"),
        (lambda exchange: WrongContentType("a\r\nb"), "media_type: .* cannot stand in a header"),
    ],
)
def test_fault_that_cannot_be_is_refused_by_name(arm: Callable[[MockExchange], object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        arm(made())


def test_app_without_a_connection_says_what_a_fault_needs() -> None:
    exchange = made()
    exchange.fail_next(Reset())

    async def call() -> None:
        transport = httpx.ASGITransport(exchange.app)
        async with httpx.AsyncClient(transport=transport, base_url=exchange.base_url) as client:
            await client.get(PATH)

    with pytest.raises(ConnectionMissingError, match=r"use MockExchange.transport\(\)"):
        asyncio.run(call())


@pytest.mark.parametrize("fault", [Timeout(), Latency(3600), SlowBody(3600)])
def test_server_that_ends_does_not_wait_for_a_fault(fault: Fault) -> None:
    exchange = made()
    exchange.fail_next(fault)
    with serve(exchange) as address:
        url = httpx.URL(address)
        connection = socket.create_connection((url.host, url.port or 0), timeout=20)
        connection.sendall(f"GET {url.path}{PATH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        await_(lambda: len(exchange.journal) > 0)
    with connection:
        while connection.recv(1000):
            pass


def test_other_connections_go_on_while_one_is_silent() -> None:
    exchange = made()
    exchange.fail_next(Timeout())
    with serve(exchange) as address:
        url = httpx.URL(address)
        with socket.create_connection((url.host, url.port or 0), timeout=20) as silent:
            silent.sendall(f"GET {url.path}{PATH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            await_(lambda: len(exchange.journal) > 0)
            assert httpx.get(f"{address}{PATH}").status_code == 401
            silent.setblocking(False)
            with pytest.raises(BlockingIOError):
                silent.recv(1)


def test_reset_comes_after_the_chosen_byte_of_a_long_answer_too() -> None:
    class LongReset(Fault):
        def apply(self, reply: Response) -> Response:
            course = Transmission(stop=LENGTH - 1, ending=ConnectionEnd.RESET)
            return replace(reply, body=b"x" * LENGTH, transmission=course)

    exchange = made()
    exchange.fail_next(LongReset())
    with serve(exchange) as address, httpx.Client() as client:
        seen = seen_of("GET", f"{address}{PATH}", client)
    assert (seen.error, len(seen.body)) == ("ReadError", LENGTH - 1)


def test_fault_of_a_class_of_ones_own_strikes_too() -> None:
    class Teapot(Fault):
        def apply(self, reply: Response) -> Response:
            return replace(reply, status=418)

    traffic = Traffic()
    traffic.exchange.fail_next(Teapot())
    assert traffic.get().status_code == 418
    assert traffic.exchange.journal.har()["log"]["entries"][0]["_fault"] == "Teapot"
