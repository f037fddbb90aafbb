"""The ASGI shell: bytes off the wire into a `Request`, a `Response` back onto it, and no rule."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import orjson
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from threecommas_mock.http.connection import connection_of, send_with_fault
from threecommas_mock.http.messages import LONGEST_BODY, Request, Response

CONTROL = "/__mock__/"


def build_app(
    answer: Callable[[Request], Response],
    control: Callable[[Request, str | None], Response | None] | None = None,
    streams: ASGIApp | None = None,
) -> ASGIApp:
    """Make an app that gives every HTTP request to *answer*, those *control* leaves to it if there is one.

    Websockets are left to *streams*.
    """
    others = Router()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            # The start and the end of a server are nobody's business.
            endpoint = streams if streams is not None and scope["type"] == "websocket" else others
            await endpoint(scope, receive, send)
            return
        # Those who control the exchange may send a snapshot of any length.
        longest = None if control is not None and scope["path"].startswith(CONTROL) else LONGEST_BODY + 1
        body = await _body(receive, longest)
        if body is None:
            return
        request, peer = _request(scope, body), scope.get("client")
        try:
            controlled = None if control is None else control(request, peer[0] if peer else None)
            reply = answer(request) if controlled is None else controlled
        except Exception as defect:
            # Raised on, so that whoever serves or tests the app sees it.
            await _send(_unknown_error(defect), send)
            raise
        if reply.transmission is None:
            await _send(reply, send)
        else:
            await send_with_fault(
                reply.transmission, reply, _start(reply), connection_of(scope, receive), send
            )

    return app


# Starlette's request, response and middleware take as long as everything done for a polled SmartTrade.
async def _body(receive: Receive, longest: int | None) -> bytes | None:
    """Return the body, cut at *longest* bytes; None if the client went away before it was whole."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        # Read on without keeping it, so that the client gets to its answer.
        body = (body + message.get("body", b""))[:longest]
        more = message.get("more_body", False)
    return body


async def _send(reply: Response, send: Send) -> None:
    await send(_start(reply))
    await send({"type": "http.response.body", "body": reply.body})


def _start(reply: Response) -> Message:
    headers = [(b"content-type", reply.media_type.encode("latin-1"))]
    headers += [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()
    ]
    headers.append((b"content-length", str(len(reply.body)).encode("ascii")))
    return {"type": "http.response.start", "status": reply.status, "headers": headers}


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


def _unknown_error(defect: Exception) -> Response:
    """Report a defect of the mock itself, in the words of a recorded 500."""
    body = {"error": "unknown_error", "error_description": f"Unknown error occurred#{type(defect).__name__}"}
    return Response(500, orjson.dumps(body))
