"""httpx transports that call an ASGI app directly: no socket, no thread.

For `httpx.Client` the app's coroutine is driven by hand. That works for apps that only ever await what is
there already, as this one does; for anything else there is `httpx.ASGITransport`. A fault raises what httpx
raises for a real one. Read timeouts are those of the request and are compared, not measured: a wait that is
too long ends when the timeout would.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from typing import Any

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope

from threecommas_mock.http.connection import EXTENSION
from threecommas_mock.http.messages import ConnectionEnd


class InProcessTransport(httpx.BaseTransport):
    """Carries the requests of an `httpx.Client` to *app*; an exception of the app reaches the caller.

    *sleep* is how a latency passes.
    """

    def __init__(self, app: ASGIApp, sleep: Callable[[float], None] = time.sleep) -> None:
        self._app = app
        self._sleep = sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the app's answer to *request*."""

        async def sleep(seconds: float) -> None:
            self._sleep(seconds)

        talk = _RequestResponseCycle(request, request.read(), sleep)
        _run(self._app(talk.scope(), talk.receive, talk.send))  # type: ignore[arg-type]
        response = talk.response()
        if not talk.is_broken:
            # All of it is here, so that whoever wraps this transport may look at it at once.
            response.read()
        return response


class AsyncInProcessTransport(httpx.AsyncBaseTransport):
    """The same for an `httpx.AsyncClient`, and for any app; with trio, *sleep* is `trio.sleep`."""

    def __init__(self, app: ASGIApp, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._app = app
        self._sleep = sleep

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the app's answer to *request*."""
        talk = _RequestResponseCycle(request, await request.aread(), self._sleep)
        await self._app(talk.scope(), talk.receive, talk.send)
        return talk.response()


class _RequestResponseCycle:
    """One request and its answer as an ASGI app has them; the `ClientConnection` of both transports."""

    def __init__(
        self, request: httpx.Request, body: bytes, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._request = request
        self._body = body
        self._sleep = sleep
        self._start: Message = {}
        self._chunks: list[bytes] = []
        self._failure: httpx.TransportError | None = None

    def scope(self) -> Scope:
        request = self._request
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": request.url.scheme,
            "path": request.url.path,
            # Signatures cover these bytes, which request.url.path has decoded.
            "raw_path": request.url.raw_path.partition(b"?")[0],
            "query_string": request.url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "server": (request.url.host, request.url.port),
            "client": ("127.0.0.1", 0),
            "extensions": {EXTENSION: self.connection},
        }

    def connection(self, receive: Receive) -> _RequestResponseCycle:
        """Return itself: it knows the request already."""
        return self

    async def receive(self) -> Message:
        return {"type": "http.request", "body": self._body, "more_body": False}

    async def send(self, message: Message) -> None:
        if self._failure is not None:
            return  # the client has given up
        if message["type"] == "http.response.start":
            self._start = message
        elif self._request.method != "HEAD":
            self._chunks.append(message.get("body", b""))

    async def wait(self, seconds: float) -> None:
        if self._failure is not None:
            return
        limit = self._request.extensions.get("timeout", {}).get("read")
        if limit is not None and seconds > limit:
            self._failure = httpx.ReadTimeout("timed out")
            seconds = limit
        # Asking to sleep for no time would be a turn of the event loop all the same.
        if seconds:
            await self._sleep(seconds)

    async def end(self, ending: ConnectionEnd) -> None:
        if self._failure is None:
            self._failure = self._error(ending)

    @property
    def is_broken(self) -> bool:
        return self._failure is not None

    def response(self) -> httpx.Response:
        if self._failure is not None and not self._start:
            raise self._failure
        stream = _Stream(self._chunks, self._failure)
        return httpx.Response(
            self._start["status"], headers=self._start["headers"], stream=stream, request=self._request
        )

    def _error(self, ending: ConnectionEnd) -> httpx.TransportError:
        match ending:
            case ConnectionEnd.SILENT:
                return httpx.ReadTimeout("timed out")
            case ConnectionEnd.RESET:
                return httpx.ReadError("[Errno 104] Connection reset by peer")
            case _ if not self._start:
                return httpx.RemoteProtocolError("Server disconnected without sending a response.")
        expected = dict(self._start["headers"])[b"content-length"].decode()
        received = sum(map(len, self._chunks))
        return httpx.RemoteProtocolError(
            "peer closed connection without sending complete message body "
            f"(received {received} bytes, expected {expected})"
        )


class _Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body, which may end in an error."""

    def __init__(self, chunks: list[bytes], failure: httpx.TransportError | None) -> None:
        self._chunks = chunks
        self._failure = failure

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks
        if self._failure is not None:
            raise self._failure

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk


def _run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run *coroutine* to its end in one go."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RuntimeError("the app waits for something outside the request: use httpx.ASGITransport")
