"""The connection an answer goes out on, for answers that do not simply go out.

ASGI has no words for a reset or for silence. Whoever carries requests to the app therefore puts a
`ClientConnection` into the scope, or rather a function that makes one: the transports one that raises what
httpx would (`httpx_transports`), the server one that holds the socket (`uvicorn_protocol`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from starlette.types import Message, Receive, Scope, Send

from threecommas_mock.http.messages import ConnectionEnd, Response, Transmission

EXTENSION = "threecommas_mock.http.connection"
"""Where the extensions of an ASGI scope have the function that makes the connection, given how to receive."""


class ClientConnection(Protocol):
    """One connection to a client."""

    async def wait(self, seconds: float) -> None:
        """Let time pass."""
        ...

    async def end(self, ending: ConnectionEnd) -> None:
        """Break the connection, or be silent until the client gives up."""
        ...


class ConnectionMissingError(RuntimeError):
    """A fault needs the connection, and whoever calls the app does not hand it on."""

    def __init__(self) -> None:
        super().__init__(
            "this fault needs the connection: use MockExchange.transport(), .async_transport() or serve()"
        )


def connection_of(scope: Scope, receive: Receive) -> ClientConnection:
    """Return the connection of a request, or raise ConnectionMissingError."""
    make: Callable[[Receive], ClientConnection] | None = (scope.get("extensions") or {}).get(EXTENSION)
    if make is None:
        raise ConnectionMissingError()
    return make(receive)


async def send_with_fault(
    transmission: Transmission, reply: Response, start: Message, connection: ClientConnection, send: Send
) -> None:
    """Send *reply*, which begins with the message *start*, over *connection* the way *transmission* says."""
    await connection.wait(transmission.delay)
    broken = transmission.ending is not ConnectionEnd.COMPLETE
    if reply.status:
        await send(start)
        for index, chunk in enumerate(_chunks(reply.sent, transmission.chunk)):
            if index:
                await connection.wait(transmission.pause)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        if not broken:
            await send({"type": "http.response.body"})
    if broken:
        await connection.end(transmission.ending)


def _chunks(body: bytes, size: int | None) -> Iterator[bytes]:
    step = size or len(body) or 1
    return (body[start : start + step] for start in range(0, len(body), step))
