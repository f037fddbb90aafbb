"""Servers on this machine for the suite to check: the mock as it is, and one with faults on purpose."""

import json
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import httpx
import uvicorn
from threecommas_mock import Document, MockExchange

KEY, SECRET = "threecommas-mock-key", "threecommas-mock-secret"
KEYS = {"THREECOMMAS_API_KEY": KEY, "THREECOMMAS_SECRET": SECRET}
PATH = "/public/api"

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]


class WrongServer:
    """An ASGI application that does what the mock does, except for five things."""

    def __init__(self, document: Document) -> None:
        self.exchange = MockExchange(document=document, web_mode="paper")
        self._app: Any = self.exchange.app

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        path = scope["path"].removeprefix(PATH)
        if path == "/ver1/validate":
            await _answer(send, 200, {"valid": True})  # Whoever asks.
        else:
            await self._app(scope, receive, _Altered(path, send))


class _Altered:
    """Passes an answer on, altered."""

    def __init__(self, path: str, send: Send) -> None:
        self._path, self._send = path, send
        self._start: Message = {}

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        status, body = self._start["status"], message["body"]
        media_type = "application/json"
        if self._path.endswith("/close_by_market") and "/trades/" not in self._path and status == 201:
            status = 200
        if self._path.endswith("/set_note") and status == 201:
            status, body = 500, {"error": "notes_are_down"}
        if self._path == "/ver1/accounts/market_list":
            media_type = "text/html"
        if self._path.startswith("/ver1/accounts/") and self._path.rpartition("/")[2].isdigit():
            body = body.replace(b'"id":1,', b'"id":"1",')
        await _answer(self._send, status, body, media_type)


async def _answer(send: Send, status: int, body: Any, media_type: str = "application/json") -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = [(b"content-type", media_type.encode()), (b"content-length", b"%d" % len(content))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an ASGI application on a free port of this machine; gives its base URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@dataclass
class Tap(httpx.BaseTransport):
    """Keeps the bytes of every request. `answers` gives an answer in place of the server's, if any."""

    inner: httpx.BaseTransport
    answers: Callable[[int], httpx.Response | None] = lambda number: None
    requests: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers(len(self.requests)) or self.inner.handle_request(request)

    @property
    def sent(self) -> list[tuple[str, bytes, list[tuple[bytes, bytes]], bytes]]:
        """The requests as bytes, in order."""
        return [
            (request.method, request.url.raw_path, request.headers.raw, request.content)
            for request in self.requests
        ]
