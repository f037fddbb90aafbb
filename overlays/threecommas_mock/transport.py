"""An httpx transport that calls an ASGI app directly: no socket, no thread, no event loop.

The app's coroutine is driven by hand. That works for apps that only ever await what is there already, as this
one does; for anything else there is `httpx.ASGITransport`.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import httpx
from starlette.types import ASGIApp, Message, Scope


class InProcessTransport(httpx.BaseTransport):
    """Carries the requests of an `httpx.Client` to *app*; an exception of the app reaches the caller."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the app's answer to *request*."""
        body = request.read()
        start: Message = {}
        chunks: list[bytes] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                chunks.append(message.get("body", b""))

        _run(self._app(_scope(request), receive, send))  # type: ignore[arg-type]
        return httpx.Response(
            start["status"], headers=start["headers"], content=b"".join(chunks), request=request
        )


def _scope(request: httpx.Request) -> Scope:
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
    }


def _run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run *coroutine* to its end in one go."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RuntimeError("the app waits for something outside the request: use httpx.ASGITransport")
