"""The ASGI shell: bytes off the wire into a `Request`, a `Reply` back onto it, and no rule."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from threecommas_mock.line import send_along
from threecommas_mock.wire import Reply, Request


def build_app(
    answer: Callable[[Request], Reply], control: Callable[[Request, str | None], Reply | None] | None = None
) -> ASGIApp:
    """Make an app that gives every HTTP request to *answer*, those *control* leaves to it if there is one."""
    others = Router()

    async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            # The start and the end of a server; a WebSocket is closed.
            await others(scope, receive, send)
            return
        request = _request(scope, await HttpRequest(scope, receive).body())
        peer = scope.get("client")
        controlled = None if control is None else control(request, peer[0] if peer else None)
        reply = answer(request) if controlled is None else controlled
        # As a header, since Starlette would add a charset to a media type of text.
        headers = {"Content-Type": reply.media_type, **reply.headers}
        response = Response(reply.body, reply.status, headers)
        if reply.course is None:
            await response(scope, receive, send)
        else:
            await send_along(reply.course, reply, response, scope, send)

    # No routes: unknown paths and methods have bodies of 3Commas, not of Starlette.
    return ServerErrorMiddleware(endpoint, handler=_unknown_error)


def _request(scope: Scope, body: bytes) -> Request:
    # Signatures cover the path as sent; servers that do not hand it on get it encoded again.
    path = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    return Request(
        method=scope["method"],
        path=path,
        query=scope["query_string"],
        headers=dict(scope["headers"]),
        body=body,
    )


async def _unknown_error(request: HttpRequest, error: Exception) -> Response:
    """Report a defect of the mock itself, in the words of a recorded 500."""
    body = {"error": "unknown_error", "error_description": f"Unknown error occurred#{type(error).__name__}"}
    return JSONResponse(body, status_code=500)
