"""HTTP for uvicorn, with the connection handed on to the app so that it can break."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from typing import cast

from starlette.types import Receive
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from threecommas_mock.http.connection import EXTENSION
from threecommas_mock.http.joined_writes import JoinedWrites
from threecommas_mock.http.messages import ConnectionEnd

if sys.platform == "linux":
    import fcntl
    import termios

_LOOK_SECONDS = 0.001
_AT_ONCE = struct.pack("ii", 1, 0)  # struct linger: on, for 0 seconds


class FaultyProtocol(HttpToolsProtocol):
    """One connection; its requests reach the app with what makes a `ClientConnection`."""

    _line: _Socket | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection."""
        super().connection_made(cast("asyncio.Transport", JoinedWrites(transport)))

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        # Typed as what ASGI's own extensions are, which are no functions.
        self.scope["extensions"] = {EXTENSION: self._hold}  # type: ignore[dict-item]

    def shutdown(self) -> None:
        """End the connection as soon as its answer is sent, at once if a fault holds it."""
        super().shutdown()
        if self._line is not None and self._line.is_held:
            self.transport.close()

    def _hold(self, receive: Receive) -> _Socket:
        self._line = _Socket(self.transport, receive)
        return self._line


class _Socket:
    """The `ClientConnection` of a real connection."""

    def __init__(self, transport: asyncio.Transport, receive: Receive) -> None:
        self._transport = transport
        self._receive = receive
        self.is_held = False

    async def wait(self, seconds: float) -> None:
        if not seconds:
            return
        try:
            await asyncio.wait_for(self._closed(), seconds)
        except TimeoutError:
            return

    async def end(self, ending: ConnectionEnd) -> None:
        if ending is ConnectionEnd.RESET:
            await self._reset()
        elif ending is ConnectionEnd.CLOSED:
            self._transport.close()
        # The app must not return before the connection is gone: uvicorn would call that a defect.
        await self._closed()

    async def _closed(self) -> None:
        self.is_held = True
        try:
            while (await self._receive())["type"] != "http.disconnect":
                pass
        finally:
            self.is_held = False

    async def _reset(self) -> None:
        connection: socket.socket = self._transport.get_extra_info("socket")
        # A reset makes transport and kernel forget what they have not sent; no event tells when they have.
        while self._lacks_bytes(connection):  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_SECONDS)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self._transport.abort()

    def _lacks_bytes(self, connection: socket.socket) -> bool:
        if self._transport.is_closing():
            return False
        return self._transport.get_write_buffer_size() > 0 or _is_sending(connection)


def _is_sending(connection: socket.socket) -> bool:
    """Tell whether the other side has not confirmed every byte; taken for no where the system cannot say."""
    if sys.platform != "linux":
        return False
    return any(fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, bytes(4)))
