"""What is meant for this machine meets no proxy of the environment, on whatever way it is sent."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import httpx
import pytest
from httpx_aiohttp import AiohttpTransport
from threecommas import AsyncThreeCommas, ConfigurationError, HmacSigner, ThreeCommas
from threecommas.configuration.connection import is_loopback, proxy_for
from threecommas_mock import MockExchange, serve
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.client.transport.calls import API_KEY, CALLS, SECRET, VALIDATE, call_async, call_sync

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
HERE = ("localhost", "LOCALHOST", "mock.localhost", "localhost.", "127.0.0.1", "127.8.9.10", "127.1", "[::1]")


def over_aiohttp(use: Any, **options: Any) -> Any:
    return call_async(use, transport=AiohttpTransport(), **options)


@contextlib.contextmanager
def eavesdropper() -> Iterator[tuple[str, list[bytes]]]:
    """Yield the address of a proxy and what it has heard; it hangs up on everybody."""
    heard: list[bytes] = []

    def listen() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection = server.accept()[0]
                heard.append(connection.recv(65536))
                connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.fixture(autouse=True)
def _no_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*NAMES, "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("call", [*CALLS, over_aiohttp])
def test_proxy_of_the_environment_hears_nothing_meant_for_this_machine(
    call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with eavesdropper() as (proxy, heard), serve(MockExchange()) as address:
        for name in NAMES:
            monkeypatch.setenv(name, proxy)
        assert call(VALIDATE, api_key=MOCK_KEY, secret=MOCK_SECRET, base_url=address).valid
    assert heard == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", HERE)
def test_no_name_of_this_machine_is_reached_through_the_environments_proxy(
    host: str, scheme: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "http://proxy:3128")
    assert proxy_for(httpx.URL(f"{scheme}://{host}:8080/"), None, has_transport=False) is None


@pytest.mark.parametrize("call", CALLS)
def test_proxy_that_is_given_counts_for_this_machine_too(call: Any) -> None:
    with eavesdropper() as (proxy, heard), pytest.raises(Exception, match="got no whole answer"):
        call(VALIDATE, base_url="http://localhost:9", proxy=proxy, retries=None)
    assert [line.split(b" ")[:2] for line in heard] == [[b"GET", b"http://localhost:9/ver1/validate"]]


@pytest.mark.parametrize(
    "host", ["127.0.0.1.example.org", "localhost.example.org", "128.0.0.1", "example.org"]
)
def test_other_machine_is_not_taken_for_this_one(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("make", "http"),
    [
        (ThreeCommas, httpx.Client),
        (AsyncThreeCommas, httpx.AsyncClient),
        (AsyncThreeCommas, lambda: AiohttpTransport(client=_trusting_session())),
    ],
    ids=["httpx", "async httpx", "aiohttp"],
)
def test_borrowed_way_through_the_environments_proxy_is_refused_for_this_machine(
    make: Any, http: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy:3128")

    async def made(base_url: str) -> None:
        way = http()
        try:
            make(API_KEY, HmacSigner(SECRET), base_url=base_url, transport=way)
        finally:
            await _closed(way)

    with pytest.raises(ConfigurationError, match="trust_env=False"):
        asyncio.run(made("http://127.0.0.1:8080"))
    asyncio.run(made("https://api.3commas.io/public/api"))


@pytest.mark.parametrize(
    "way",
    [
        httpx.Client(trust_env=False),
        httpx.Client(trust_env=False, proxy="http://proxy-of-ones-own:3128"),
        httpx.Client(
            transport=httpx.MockTransport(lambda request: httpx.Response(200, json={"valid": True}))
        ),
    ],
    ids=["trusts nothing", "a proxy of its own", "a transport of its own"],
)
def test_borrowed_client_that_takes_no_proxy_of_the_environment_is_taken(
    way: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy:3128")
    call_sync(lambda client: client.mode, base_url="http://127.0.0.1:8080", transport=way)


def _trusting_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(trust_env=True)


async def _closed(way: Any) -> None:
    if isinstance(way, httpx.Client):
        way.close()
    else:
        await way.aclose()
