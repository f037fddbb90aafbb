"""Streams over real sockets: the mock's, those of servers that misbehave, and none at all."""

import asyncio
import contextlib
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from threecommas import AsyncThreeCommas, ConfigurationError, HmacSigner, StreamUnavailableError, ThreeCommas
from threecommas.messages.hidden import Hidden
from threecommas.streams.connection import StreamClosedError, StreamNotOpenedError
from threecommas.streams.websocket import Address, open_async_socket, open_socket
from threecommas_mock import MockExchange, serve
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response
from websockets.sync.server import ServerConnection
from websockets.sync.server import serve as serve_websocket

from tests.client.streams.plans import REAL, document, order
from tests.client.transport.calls import CALLS

Handle = Callable[[ServerConnection], None]


@contextlib.contextmanager
def server(handle: Handle, **options: Any) -> Iterator[str]:
    """Serve connections on this machine; yields the address."""
    with serve_websocket(handle, "127.0.0.1", 0, subprotocols=["actioncable-v1-json"], **options) as served:  # type: ignore[list-item]
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        port = served.socket.getsockname()[1]
        try:
            yield f"ws://127.0.0.1:{port}/websocket"
        finally:
            served.shutdown()
            thread.join()


def sync_frames(url: str, count: int, say: str = "hello") -> list[str | None]:
    connection = open_socket(Address(url, Hidden(None)), 5.0)
    try:
        connection.send(say)
        return [connection.receive(5.0) for _ in range(count)]
    finally:
        connection.close()


def async_frames(url: str, count: int, say: str = "hello") -> list[str | None]:
    async def frames() -> list[str | None]:
        connection = await open_async_socket(Address(url, Hidden(None)), 5.0)
        try:
            await connection.send(say)
            return [await connection.receive(5.0) for _ in range(count)]
        finally:
            await connection.close()

    return asyncio.run(frames())


WAYS = [sync_frames, async_frames]


@pytest.mark.parametrize("frames", WAYS)
def test_frames_go_both_ways_and_nobody_logs_them(frames: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    offered = []

    def echo(connection: ServerConnection) -> None:
        offered.append(connection.subprotocol)
        said = connection.recv()
        connection.send(f"you said {said!r}")
        connection.send("more")

    quiet = logging.Logger("quiet")
    quiet.addHandler(logging.NullHandler())
    with server(echo, logger=quiet) as url:
        assert frames(url, 2, "the-key") == ["you said 'the-key'", "more"]
    assert offered == ["actioncable-v1-json"]
    assert "the-key" not in caplog.text


@pytest.mark.parametrize("frames", WAYS)
@pytest.mark.parametrize("code", [1000, 1008, 1011, 3000])
def test_code_of_a_close_is_told(frames: Any, code: int) -> None:
    with (
        server(lambda connection: connection.close(code, "a reason")) as url,
        pytest.raises(StreamClosedError) as raised,
    ):
        frames(url, 1)
    assert (raised.value.code, raised.value.is_own) == (code, False)
    assert "a reason" not in str(raised.value)


@pytest.mark.parametrize("frames", WAYS)
def test_close_of_this_side_is_told_apart(frames: Any) -> None:
    def no_text(connection: ServerConnection) -> None:
        connection.send(b"\xff", text=True)
        with contextlib.suppress(ConnectionClosed):
            connection.recv()
            connection.recv()

    with server(no_text) as url, pytest.raises(StreamClosedError) as raised:
        frames(url, 1)
    assert (raised.value.code, raised.value.is_own) == (1007, True)


@pytest.mark.parametrize("frames", WAYS)
def test_end_without_a_word_is_1006(frames: Any) -> None:
    with (
        server(lambda connection: connection.socket.close()) as url,
        pytest.raises(StreamClosedError) as raised,
    ):
        frames(url, 1)
    assert raised.value.code == 1006


@pytest.mark.parametrize("frames", WAYS)
@pytest.mark.parametrize("status", [401, 404, 503])
def test_refused_handshake_names_its_status(frames: Any, status: int) -> None:
    answer: Any = lambda *_: Response(status, "no", Headers())  # noqa: E731
    with (
        server(lambda _: None, process_request=answer) as url,
        pytest.raises(StreamNotOpenedError, match=f"answered {status}"),
    ):
        frames(url, 1)


@pytest.mark.parametrize("frames", WAYS)
def test_redirect_to_another_host_gets_no_frame(frames: Any) -> None:
    heard: list[Any] = []

    def listen(connection: ServerConnection) -> None:
        with contextlib.suppress(Exception):
            heard.append(connection.recv())

    with server(listen) as other:
        answer: Any = lambda *_: Response(302, "moved", Headers(Location=other, Connection="close"))  # noqa: E731
        with server(lambda _: None, process_request=answer) as url, pytest.raises(StreamNotOpenedError):
            frames(url, 1)
    assert heard == []


@pytest.mark.parametrize("frames", WAYS)
def test_address_where_nobody_listens_is_told(frames: Any) -> None:
    with pytest.raises(StreamNotOpenedError, match="ConnectionRefusedError"):
        frames("ws://127.0.0.1:1/websocket", 1)


def test_silence_is_no_frame_however_short_the_wait() -> None:
    release = threading.Event()

    def wait(connection: ServerConnection) -> None:
        connection.send("first")
        release.wait(5)

    async def received(url: str) -> list[str | None]:
        connection = await open_async_socket(Address(url, Hidden(None)), 5.0)
        try:
            return [await connection.receive(each) for each in (5.0, 0.0, 0.01)]
        finally:
            release.set()
            await connection.close()

    with server(wait) as url:
        connection = open_socket(Address(url, Hidden(None)), 5.0)
        assert [connection.receive(each) for each in (5.0, 0.0, 0.01)] == ["first", None, None]
        release.set()
        connection.close()
        release.clear()
        assert asyncio.run(received(url)) == ["first", None, None]


def options_of(url: str) -> dict[str, Any]:
    address = httpx.URL(url)
    stream = str(address.copy_with(scheme="ws", path="/websocket"))
    return {"api_key": MOCK_KEY, "base_url": url, "stream_url": stream, "mode": "real"}


@pytest.mark.parametrize("is_async", [False, True])
def test_changes_of_a_served_exchange_are_told(is_async: bool, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    exchange = MockExchange(document=document())
    with serve(exchange) as url:
        options = options_of(url) | {"signer": HmacSigner(MOCK_SECRET)}
        with ThreeCommas(**options) as trader:
            made = trader.smart_trades.create(order(REAL))
            exchange.settle()

            def go_on(_: Any) -> None:
                if trader.smart_trades.get(made.id).status.type == "waiting_targets":
                    trader.smart_trades.close_by_market(made.id)
                exchange.settle()

            told = (
                asyncio.run(followed_async(options, made.id, go_on))
                if is_async
                else followed(options, made.id, go_on)
            )
    assert told[0] == "waiting_targets"
    assert told[-1] == "panic_sold"
    assert MOCK_SECRET not in caplog.text
    assert '"signature"' not in caplog.text


def followed(options: dict[str, Any], number: int, go_on: Callable[[Any], None]) -> list[str]:
    told = []
    with ThreeCommas(**options) as client:
        for change in client.smart_trades.watch(number, via="stream", timeout=30):
            told.append(str(change.status))
            go_on(change)
    return told


async def followed_async(options: dict[str, Any], number: int, go_on: Callable[[Any], None]) -> list[str]:
    told = []
    async with AsyncThreeCommas(**options) as client:
        async for change in client.smart_trades.watch(number, via="stream", timeout=30):
            told.append(str(change.status))
            await asyncio.to_thread(go_on, change)
    return told


@pytest.mark.parametrize("call", CALLS)
def test_library_that_is_missing_is_named(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "websockets.sync.client", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'threecommas-sdk\[streams\]'"):
        call(lambda client: client.deals.watch(via="stream"))


def test_server_that_is_no_stream_is_told() -> None:
    answer: Any = lambda *_: Response(404, "no", Headers())  # noqa: E731
    with server(lambda _: None, process_request=answer) as url:
        client = ThreeCommas("key", HmacSigner("secret"), base_url="http://127.0.0.1:1", stream_url=url)
        with client, pytest.raises(StreamUnavailableError, match="the server answered 404") as raised:
            next(client.deals.watch(via="stream"))
    assert json.dumps(raised.value.args).count("127.0.0.1") == 1


def test_loop_other_than_that_of_asyncio_is_told() -> None:
    # As under trio: nobody of asyncio is there to be asked.
    opening = open_async_socket(Address("ws://127.0.0.1:1/websocket", Hidden(None)), 5.0)
    with pytest.raises(ConfigurationError, match="need asyncio"):
        opening.send(None)
