"""What httpx raises on real sockets is taken for what it is: did the request leave, or may it have?

The server of the test does one thing to each connection and counts the requests that arrive whole.
"""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from httpx_aiohttp import AiohttpTransport
from threecommas import (
    AsyncThreeCommas,
    HmacSigner,
    NotExecutedError,
    OutcomeUnknownError,
    RetryPolicy,
    ThreeCommas,
    ThreeCommasError,
)

from tests.client.transport.calls import CALLS, call_async, order
from tests.secret_scan import SecretScan

ONCE = RetryPolicy(attempts=1)


def call_aiohttp(use: Any, **options: Any) -> Any:
    """Return what `use` makes of an async client over aiohttp, which has other words for everything."""
    return call_async(use, transport=AiohttpTransport(), **options)


STACKS = [*CALLS, call_aiohttp]
# httpx-aiohttp says the second for every connection that fails.
NOT_CONNECTED = {"ConnectError", "ConnectTimeout"}


def received(connection: socket.socket) -> bytes:
    """Read one request to its end."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += connection.recv(65536)
    head, _, body = text.partition(b"\r\n\r\n")
    length = next(
        int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return body


def reset(connection: socket.socket) -> None:
    """Let closing the connection send a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_after_the_first_byte(connection: socket.socket) -> int:
    connection.recv(1)
    reset(connection)
    return 0


def reset_after_the_request(connection: socket.socket) -> int:
    received(connection)
    reset(connection)
    return 1


def close_after_the_request(connection: socket.socket) -> int:
    received(connection)
    return 1


def never_answer(connection: socket.socket) -> int:
    received(connection)
    with contextlib.suppress(OSError):
        connection.recv(1)
    return 1


def answer_half_a_head(connection: socket.socket) -> int:
    received(connection)
    connection.sendall(b"HTTP/1.1 201 Crea")
    return 1


def answer_half_a_body(connection: socket.socket) -> int:
    received(connection)
    connection.sendall(b'HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n{"id": 1')
    return 1


def answer_no_http(connection: socket.socket) -> int:
    received(connection)
    connection.sendall(b"220 mail.example.org ESMTP\r\n")
    return 1


def drip_a_head(connection: socket.socket) -> int:
    received(connection)
    connection.sendall(b"HTTP/1.1 201 Created\r\nX-Never: ")
    return drip(connection)


def drip_a_body(connection: socket.socket) -> int:
    received(connection)
    connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 60\r\n\r\n")
    return drip(connection)


def drip(connection: socket.socket) -> int:
    """Send a byte now and then, each long before a time-out; 60 of them take longer than any deadline."""
    with contextlib.suppress(OSError):
        for _ in range(60):
            connection.sendall(b" ")
            time.sleep(0.05)
    return 1


class Server:
    """Listens on this machine, and does to each connection what it was given."""

    def __init__(self, act: Callable[[socket.socket], int]) -> None:
        self._act = act
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(10)
        self.port = self._socket.getsockname()[1]
        self.arrived = 0

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=self._serve)
        thread.start()
        try:
            yield
        finally:
            # Wakes the accept that would otherwise wait.
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
            thread.join()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection:
                    self.arrived += self._act(connection)


def outcome(call: Any, base_url: str, **options: Any) -> Any:
    try:
        return call(
            lambda client: client.smart_trades.create(order()),
            base_url=base_url,
            retries=ONCE,
            rate_budget=None,
            **options,
        )
    except ThreeCommasError as error:
        return error


@pytest.mark.parametrize("call", STACKS)
@pytest.mark.parametrize(
    "act",
    [
        reset_after_the_first_byte,
        reset_after_the_request,
        close_after_the_request,
        never_answer,
        answer_half_a_head,
        answer_half_a_body,
        answer_no_http,
    ],
)
def test_order_that_may_have_left_has_an_unknown_outcome_and_is_not_sent_again(
    call: Any, act: Any, scan: SecretScan
) -> None:
    server = Server(act)
    with server.running():
        error = outcome(call, f"http://127.0.0.1:{server.port}/public/api", timeout=0.5)
    scan.look_at(error)
    assert type(error) is OutcomeUnknownError
    assert server.arrived <= 1


@pytest.mark.parametrize("call", STACKS)
def test_order_to_a_port_where_nobody_listens_did_not_leave(call: Any, scan: SecretScan) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = outcome(call, f"http://127.0.0.1:{port}")
    scan.look_at(error)
    assert (type(error), error.cause in NOT_CONNECTED) == (NotExecutedError, True)


@pytest.mark.parametrize("call", STACKS)
def test_order_to_a_name_that_does_not_exist_did_not_leave(call: Any) -> None:
    error = outcome(call, "https://no-such-host.invalid")
    assert (type(error), error.cause in NOT_CONNECTED) == (NotExecutedError, True)


@pytest.mark.parametrize("call", STACKS)
def test_order_to_a_server_without_tls_did_not_leave(call: Any) -> None:
    def answer_in_clear(connection: socket.socket) -> int:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return 0

    server = Server(answer_in_clear)
    with server.running():
        error = outcome(call, f"https://127.0.0.1:{server.port}")
    assert (type(error), error.cause in NOT_CONNECTED) == (NotExecutedError, True)


@pytest.mark.parametrize("call", CALLS)
def test_order_that_the_proxy_does_not_let_through_did_not_leave(call: Any, scan: SecretScan) -> None:
    def refuse(connection: socket.socket) -> int:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        return 0

    server = Server(refuse)
    with server.running():
        proxy = f"http://user:password-of-the-proxy@127.0.0.1:{server.port}"
        error = outcome(call, "https://3commas.example.org", proxy=proxy)
    scan.look_at(error)
    assert (type(error), error.cause) == (NotExecutedError, "ProxyError")
    assert "password-of-the-proxy" not in str(error)


@pytest.mark.parametrize("call", STACKS)
@pytest.mark.parametrize("act", [drip_a_head, drip_a_body, never_answer])
def test_answer_that_is_not_whole_at_the_deadline_is_cut_off(call: Any, act: Any, scan: SecretScan) -> None:
    server = Server(act)
    with server.running():
        error = outcome(call, f"http://127.0.0.1:{server.port}/public/api", deadline=0.3)
    scan.look_at(error)
    assert type(error) is OutcomeUnknownError
    assert "the deadline of 0.3 s is over" in str(error)
    assert server.arrived <= 1


@pytest.mark.parametrize("call", STACKS)
def test_order_with_a_deadline_to_a_name_that_does_not_exist_did_not_leave(call: Any) -> None:
    error = outcome(call, "https://no-such-host.invalid", deadline=20)
    assert (type(error), error.cause in NOT_CONNECTED) == (NotExecutedError, True)


def test_name_that_nobody_answers_for_is_given_up_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait() and [])
    error = outcome(CALLS[0], "https://no-such-host.invalid", deadline=0.05)
    answered.set()
    assert (type(error), error.cause) == (NotExecutedError, "ConnectTimeout")


@pytest.mark.parametrize("kind", [ThreeCommas, AsyncThreeCommas])
@pytest.mark.parametrize(("url", "loads"), [("https://api.example.com", True), ("http://127.0.0.1:1", False)])
def test_certificates_are_loaded_where_they_are_checked(
    kind: Any, url: str, loads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[Any] = []
    create = ssl.create_default_context

    def noted(*args: Any, **options: Any) -> ssl.SSLContext:
        loaded.append(options)
        return create(*args, **options)

    monkeypatch.setattr(ssl, "create_default_context", noted)
    kind("key", HmacSigner("secret"), base_url=url, environ={})
    assert bool(loaded) is loads
