"""Connections over a socket, by the library `websockets`, which is loaded when the first one is opened.

It keeps quiet: its own log would show the frames, and in them key and signature. It sends no pings of its
own, as the machine hears those of the server. A connection that fails names the kind of its failure alone.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

from threecommas.errors import ConfigurationError
from threecommas.messages.hidden import Hidden
from threecommas.streams.connection import StreamClosedError, StreamNotOpenedError

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection as AsyncSocket
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import ClientConnection as Socket

_SUBPROTOCOL = "actioncable-v1-json"
# Bytes of one frame. A deal with all its events has some ten thousands.
_LONGEST = 16 * 1024 * 1024
# Seconds that closing may take: nobody waits for the other side's word.
_CLOSING = 1.0
# With none at all a frame that waits already would not be read.
_AT_ONCE = 0.001

_REDIRECTED = "the server redirects to another host"


class Address(NamedTuple):
    """Where the stream is, and through which proxy it is reached, None for none."""

    url: str
    proxy: Hidden[str | None]


def require_websockets() -> None:
    """Raise `ConfigurationError` if the library is not installed."""
    try:
        import websockets.sync.client  # noqa: F401, PLC0415
    except ImportError:
        raise ConfigurationError(
            "Streams need the library websockets. Install it: pip install 'threecommas-sdk[streams]'"
        ) from None


def open_socket(address: Address, timeout: float) -> SocketConnection:
    """Return an open connection; raise `StreamNotOpenedError` if there is none within so many seconds."""
    from websockets.sync.client import connect  # noqa: PLC0415

    held = contextlib.ExitStack()
    try:
        # Later versions of the library connect no other way than in a `with`.
        socket: Socket = held.enter_context(connect(address.url, open_timeout=timeout, **_options(address)))
    except Exception as error:
        reason = _reason(error)
    else:
        if _is_elsewhere(socket, address):
            held.close()
            raise StreamNotOpenedError(_REDIRECTED)
        return SocketConnection(socket, held)
    # Outside of `except`: what the library says may hold the password of a proxy.
    raise StreamNotOpenedError(reason)


async def open_async_socket(address: Address, timeout: float) -> AsyncSocketConnection:  # noqa: ASYNC109
    """Return an open connection as `open_socket`; raise `ConfigurationError` where asyncio does not run."""
    _require_asyncio()
    from websockets.asyncio.client import connect  # noqa: PLC0415

    try:
        socket = await connect(address.url, open_timeout=timeout, **_options(address))
    except Exception as error:
        reason = _reason(error)
    else:
        if _is_elsewhere(socket, address):
            await socket.close()
            raise StreamNotOpenedError(_REDIRECTED)
        return AsyncSocketConnection(socket)
    raise StreamNotOpenedError(reason)


class SocketConnection:
    """A connection over a socket, as `threecommas.streams.connection.StreamConnection`."""

    def __init__(self, socket: Socket, held: contextlib.ExitStack) -> None:
        self._socket, self._held = socket, held

    def send(self, text: str) -> None:
        """Send a text frame."""
        from websockets.exceptions import ConnectionClosed  # noqa: PLC0415

        try:
            self._socket.send(text)
        except ConnectionClosed as error:
            raise _closed(error) from None

    def receive(self, timeout: float) -> str | None:
        """Return the next text frame, None if none comes within so many seconds."""
        from websockets.exceptions import ConnectionClosed  # noqa: PLC0415

        try:
            return self._socket.recv(timeout, decode=True)
        except TimeoutError:
            return None
        except ConnectionClosed as error:
            raise _closed(error) from None

    def close(self) -> None:
        """Close the connection."""
        self._held.close()


class AsyncSocketConnection:
    """`SocketConnection` for asyncio."""

    def __init__(self, socket: AsyncSocket) -> None:
        self._socket = socket

    async def send(self, text: str) -> None:
        """Send a text frame."""
        from websockets.exceptions import ConnectionClosed  # noqa: PLC0415

        try:
            await self._socket.send(text)
        except ConnectionClosed as error:
            raise _closed(error) from None

    async def receive(self, timeout: float) -> str | None:  # noqa: ASYNC109  (None, not a cancellation)
        """Return the next text frame, None if none comes within so many seconds."""
        import anyio  # noqa: PLC0415
        from websockets.exceptions import ConnectionClosed  # noqa: PLC0415

        try:
            with anyio.fail_after(max(timeout, _AT_ONCE)):
                return await self._socket.recv(decode=True)
        except TimeoutError:
            return None
        except ConnectionClosed as error:
            raise _closed(error) from None

    async def close(self) -> None:
        """Close the connection, even where the task was cancelled."""
        import anyio  # noqa: PLC0415

        with anyio.move_on_after(2 * _CLOSING, shield=True):
            await self._socket.close()


def _require_asyncio() -> None:
    # It takes long to load, and the sync client has no use for it.
    import asyncio  # noqa: PLC0415

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        raise ConfigurationError(
            "Streams of the async client need asyncio. Run it there, poll, or give it a stream_transport."
        ) from None


def _is_elsewhere(socket: Socket | AsyncSocket, address: Address) -> bool:
    """Tell whether a redirect has led to another host, which is to see neither key nor signature."""
    stated = "" if socket.request is None else socket.request.headers["Host"]
    return stated.lower() != httpx.URL(address.url).netloc.decode("ascii").lower()


def _options(address: Address) -> dict[str, Any]:
    quiet = logging.Logger("threecommas.streams", logging.CRITICAL)
    quiet.addHandler(logging.NullHandler())
    return {
        "subprotocols": [_SUBPROTOCOL],
        "proxy": address.proxy.value,
        "ping_interval": None,
        "close_timeout": _CLOSING,
        "max_size": _LONGEST,
        "logger": quiet,
    }


def _closed(error: ConnectionClosed) -> StreamClosedError:
    """Return the close with its code. ActionCable's servers often end without one, which is called 1006."""
    if error.sent is not None and not error.rcvd_then_sent:
        return StreamClosedError(error.sent.code, is_own=True)
    return StreamClosedError(1006 if error.rcvd is None else error.rcvd.code)


def _reason(error: Exception) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    with contextlib.suppress(TypeError):
        if status is not None:
            return f"the server answered {int(status)}"
    words = error.strerror if isinstance(error, OSError) and error.errno is not None else None
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
