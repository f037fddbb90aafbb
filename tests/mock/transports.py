"""Ways for a request to reach an exchange, and what a client sees at the other end of each.

Three kinds of client: httpx in process, httpx over HTTP, and a bare socket that knows nothing but bytes. No
certificates are read, which would take longer than all the rest.
"""

import asyncio
import hashlib
import hmac
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from threecommas_mock import MockExchange, serve

from tests.mock.signed_client import DOCUMENT, PLAIN, Signature

BODY = PLAIN
PATH = "/v2/smart_trades"

Transport = Callable[[MockExchange, float], "ReceivedAnswer"]
"""Creates a SmartTrade and waits so many seconds for each part of the answer."""


@dataclass
class ReceivedAnswer:
    """What a client saw of an answer; the error by its name in httpx."""

    status: int | None = None
    media_type: str | None = None
    body: bytes = b""
    error: str | None = None


def made() -> MockExchange:
    """Make an exchange."""
    return MockExchange(document=DOCUMENT)


def signature(exchange: MockExchange) -> Signature:
    """Sign with the first key."""
    return Signature(exchange.credentials[0].key, exchange.credentials[0].secret or "")


def in_process(exchange: MockExchange, seconds: float) -> ReceivedAnswer:
    """Ask with httpx and without a socket."""
    with httpx.Client(
        transport=exchange.transport(sleep=lambda seconds: None),
        base_url=exchange.base_url,
        auth=signature(exchange),
        timeout=seconds,
        verify=False,
    ) as client:
        return seen_of("POST", PATH, client, json=BODY)


def over_loopback(exchange: MockExchange, seconds: float) -> ReceivedAnswer:
    """Ask with httpx over HTTP."""
    with (
        served(exchange) as address,
        httpx.Client(base_url=address, auth=signature(exchange), timeout=seconds, verify=False) as client,
    ):
        return seen_of("POST", PATH, client, json=BODY)


def seen_of(method: str, url: str, client: httpx.Client, **options: Any) -> ReceivedAnswer:
    """Send a request and look."""
    seen = ReceivedAnswer()
    try:
        with client.stream(method, url, **options) as response:
            seen = ReceivedAnswer(response.status_code, response.headers["Content-Type"])
            for chunk in response.iter_bytes():
                seen.body += chunk
    except httpx.HTTPError as error:
        seen.error = type(error).__name__
    return seen


def async_in_process(exchange: MockExchange, seconds: float) -> ReceivedAnswer:
    """Ask with httpx, awaited, without a socket."""

    async def sleep(seconds: float) -> None:
        assert seconds > 0

    async def see_it() -> ReceivedAnswer:
        async with httpx.AsyncClient(
            transport=exchange.async_transport(sleep=sleep),
            base_url=exchange.base_url,
            auth=signature(exchange),
            timeout=seconds,
            verify=False,
        ) as client:
            return await async_seen_by(client)

    return asyncio.run(see_it())


def async_over_loopback(exchange: MockExchange, seconds: float) -> ReceivedAnswer:
    """Ask with httpx, awaited, over HTTP."""

    async def see_it(address: str) -> ReceivedAnswer:
        async with httpx.AsyncClient(
            base_url=address, auth=signature(exchange), timeout=seconds, verify=False
        ) as client:
            return await async_seen_by(client)

    with served(exchange) as address:
        return asyncio.run(see_it(address))


async def async_seen_by(client: httpx.AsyncClient) -> ReceivedAnswer:
    """Create a SmartTrade and look."""
    seen = ReceivedAnswer()
    try:
        async with client.stream("POST", PATH, json=BODY) as response:
            seen = ReceivedAnswer(response.status_code, response.headers["Content-Type"])
            async for chunk in response.aiter_bytes():
                seen.body += chunk
    except httpx.HTTPError as error:
        seen.error = type(error).__name__
    return seen


def by_socket(exchange: MockExchange, seconds: float) -> ReceivedAnswer:
    """Ask with a bare socket."""
    with served(exchange) as address:
        return seen_by_socket(exchange, address, seconds)


def seen_by_socket(exchange: MockExchange, address: str, seconds: float) -> ReceivedAnswer:
    """Send a request as bytes and look at the bytes that come, and at how they end."""
    url = httpx.URL(address)
    credential, path, body = exchange.credentials[0], f"{url.path}{PATH}", json.dumps(BODY)
    signed = hmac.new((credential.secret or "").encode(), f"{path}?{body}".encode(), hashlib.sha256)
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {url.netloc.decode()}",
        f"Apikey: {credential.key}",
        f"Signature: {signed.hexdigest()}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    received, error = b"", None
    with socket.create_connection((url.host, url.port or 0), timeout=seconds) as connection:
        connection.sendall("\r\n".join([*lines, "", body]).encode())
        try:
            for chunk in iter(lambda: connection.recv(65536), b""):
                received += chunk
                if is_whole(received):
                    break
            else:
                error = "RemoteProtocolError"
        except TimeoutError:
            error = "ReadTimeout"
        except ConnectionResetError:
            error = "ReadError"
    return in_parts(received, error)


def is_whole(received: bytes) -> bool:
    """Tell whether the bytes are a whole answer, which has a Content-Length."""
    head, gap, body = received.partition(b"\r\n\r\n")
    return bool(gap) and len(body) == int(fields(head)["content-length"])


def in_parts(received: bytes, error: str | None) -> ReceivedAnswer:
    """Take an answer apart, as far as it came."""
    head, gap, body = received.partition(b"\r\n\r\n")
    if not gap:
        assert not received
        return ReceivedAnswer(error=error)
    return ReceivedAnswer(int(head.split()[1]), fields(head)["content-type"], body, error)


def fields(head: bytes) -> dict[str, str]:
    """Return the headers."""
    lines = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
    return {name.lower(): value for name, value in lines}


@contextmanager
def served(exchange: MockExchange) -> Iterator[str]:
    """Serve an exchange that is asked at least once."""
    with serve(exchange) as address:
        yield address
        # A client that gives up early may do so before the server has looked at its request.
        await_(lambda: len(exchange.journal) > 0)


def await_(ready: Callable[[], bool]) -> None:
    """Wait for something that will be."""
    for _ in range(3000):
        if ready():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to pass")


def smart_trades(exchange: MockExchange) -> int:
    """Count the SmartTrades."""
    return len(exchange.smart_trades())
