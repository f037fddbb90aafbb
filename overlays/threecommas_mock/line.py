"""The connection an answer goes out on, for answers that do not simply go out.

ASGI has no words for a reset or for silence. Whoever carries requests to the app therefore puts a `Line` into
the scope: the transports one that raises what httpx would (`transport`), the server one that holds the socket
(`server`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from starlette.responses import Response
from starlette.types import Scope, Send

from threecommas_mock.wire import Course, Ending, Reply

EXTENSION = "threecommas_mock.line"
"""Where in the extensions of an ASGI scope the line is."""


class Line(Protocol):
    """One connection to a client."""

    async def wait(self, seconds: float) -> None:
        """Let time pass."""
        ...

    async def end(self, ending: Ending) -> None:
        """Break the connection, or be silent until the client gives up."""
        ...


class LineMissingError(RuntimeError):
    """A fault needs the connection, and whoever calls the app does not hand it on."""

    def __init__(self) -> None:
        super().__init__(
            "this fault needs the connection: use MockExchange.transport(), .async_transport() or serve()"
        )


async def send_along(course: Course, reply: Reply, response: Response, scope: Scope, send: Send) -> None:
    """Send *response*, which holds *reply*, the way *course* says."""
    line: Line | None = (scope.get("extensions") or {}).get(EXTENSION)
    if line is None:
        raise LineMissingError()
    await line.wait(course.delay)
    broken = course.ending is not Ending.COMPLETE
    if reply.status:
        await send({"type": "http.response.start", "status": reply.status, "headers": response.raw_headers})
        for index, chunk in enumerate(_chunks(reply.sent, course.chunk)):
            if index:
                await line.wait(course.pause)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        if not broken:
            await send({"type": "http.response.body"})
    if broken:
        await line.end(course.ending)


def _chunks(body: bytes, size: int | None) -> Iterator[bytes]:
    step = size or len(body) or 1
    return (body[start : start + step] for start in range(0, len(body), step))
