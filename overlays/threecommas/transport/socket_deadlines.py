"""Time-outs that end at a moment, so that an answer which comes byte by byte cannot outlast a deadline.

httpx gives each read of a socket the same time-out, however many there are. Here it is an `Until`, and the
sockets of the client's own connections shrink it to what is left: `bounded` and `bounded_async` see to that.
An answer that comes through somebody else's transport is looked at between its pieces.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, TypeVar, cast

import httpx

T = TypeVar("T", httpx.HTTPTransport, httpx.AsyncHTTPTransport)

# Seconds. A time-out of nothing would be none at all for a socket.
_LEAST = 0.001


class DeadlineExceeded(Exception):  # noqa: N818  (the field's word, shown as the cause of an error)
    """The time of a call is over while its answer is still coming."""


class Until(float):
    """A time-out in seconds as it was when an attempt began; none of it goes beyond the moment `ends`."""

    __slots__ = ("clock", "ends")

    ends: float
    clock: Callable[[], float]

    def __new__(cls, timeout: float | None, ends: float, clock: Callable[[], float]) -> Until:
        """Return a time-out; None is one without end."""
        left = max(_LEAST, ends - clock())
        until = super().__new__(cls, left if timeout is None else min(timeout, left))
        until.ends, until.clock = ends, clock
        return until

    def left(self) -> float:
        """Return the seconds that one operation on a socket may take now."""
        return max(_LEAST, min(float(self), self.ends - self.clock()))

    def again(self) -> Until:
        """Return the time-out as it is now."""
        return Until(float(self), self.ends, self.clock)


class Timeouts(dict[str, float]):
    """The time-outs of a request, as httpx hands them on, each looked up with what is left of it."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return a time-out as it is now."""
        timeout = super().get(name, default)
        return timeout.again() if isinstance(timeout, Until) else timeout

    def __getitem__(self, name: str) -> float:
        return cast("float", self.get(name))


def shrink_timeouts(request: httpx.Request, ends: float, clock: Callable[[], float]) -> None:
    """Let no time-out of a request go beyond the moment."""
    timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
    names = ("connect", "read", "write", "pool")
    shrunk = Timeouts({name: Until(timeouts.get(name), ends, clock) for name in names})
    request.extensions = {**request.extensions, "timeout": shrunk}


class BoundedStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of an answer, which has to be over at a moment."""

    def __init__(self, response: httpx.Response, ends: float, clock: Callable[[], float]) -> None:
        self._stream, self._ends, self._clock = cast("Any", response.stream), ends, clock

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield piece
            self._check()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece
            self._check()

    def _check(self) -> None:
        if self._clock() >= self._ends:
            raise DeadlineExceeded("the answer was still coming")

    def close(self) -> None:
        """Close the body behind."""
        self._stream.close()

    async def aclose(self) -> None:
        """Close the body behind."""
        await self._stream.aclose()


def bounded(transport: T) -> T:
    """Let the sockets of a transport keep to an `Until`, and return it.

    httpx has no argument for what its connections go through, so this reaches for an attribute of its own.
    """
    pool: Any = getattr(transport, "_pool", None)
    if hasattr(pool, "_network_backend"):
        is_sync = isinstance(transport, httpx.HTTPTransport)
        pool._network_backend = (_Backend if is_sync else _AsyncBackend)(pool._network_backend)
    return transport


class _Wrapped:
    """What opens sockets, or one of them: all but opening is left to httpcore's own, sync or async."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Stream(_Wrapped):
    """A socket of httpcore. What an async one returns is awaited by whoever asks."""

    def read(self, *arguments: Any, **options: Any) -> Any:
        return self._inner.read(*arguments, **_shrunk(options))

    def write(self, *arguments: Any, **options: Any) -> Any:
        return self._inner.write(*arguments, **_shrunk(options))

    def start_tls(self, *arguments: Any, **options: Any) -> Any:
        return _Stream(self._inner.start_tls(*arguments, **_shrunk(options)))


class _AsyncStream(_Stream):
    async def start_tls(self, *arguments: Any, **options: Any) -> Any:
        return _AsyncStream(await self._inner.start_tls(*arguments, **_shrunk(options)))


class _Backend(_Wrapped):
    """What opens the sockets of httpcore."""

    def connect_tcp(self, host: str, **options: Any) -> Any:
        timeout = options.get("timeout")
        addresses = _addresses(host, options["port"], timeout) if isinstance(timeout, Until) else [host]
        # A machine that does not answer must not take the time of those that would.
        for place, address in enumerate(addresses, start=1):
            shrunk = _shrunk(options, parts=len(addresses) - place + 1)
            try:
                return _Stream(self._inner.connect_tcp(address, **shrunk))
            except Exception:
                if place == len(addresses):
                    raise
        raise httpx.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, *arguments: Any, **options: Any) -> Any:
        return _Stream(self._inner.connect_unix_socket(*arguments, **_shrunk(options)))


class _AsyncBackend(_Wrapped):
    """What opens the sockets of httpcore for asyncio and trio, whichever address of a host is quickest."""

    async def connect_tcp(self, *arguments: Any, **options: Any) -> Any:
        return _AsyncStream(await self._inner.connect_tcp(*arguments, **_shrunk(options)))

    async def connect_unix_socket(self, *arguments: Any, **options: Any) -> Any:
        return _AsyncStream(await self._inner.connect_unix_socket(*arguments, **_shrunk(options)))


def _shrunk(options: dict[str, Any], *, parts: int = 1) -> dict[str, Any]:
    """Return the arguments of one operation, with no more time than is left, or a part of it."""
    timeout = options.get("timeout")
    return {**options, "timeout": timeout.left() / parts} if isinstance(timeout, Until) else options


def _addresses(host: str, port: int, timeout: Until) -> list[str]:
    """Return the addresses of a host. The system cannot be hurried, so a thread of its own asks it."""
    # Only a name that has to be resolved under a deadline needs it.
    import queue  # noqa: PLC0415

    found: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(str(entry[4][0]) for entry in entries)))
        except Exception as error:
            found.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        result = found.get(timeout=timeout.left())
    except queue.Empty:
        raise httpx.ConnectTimeout(f"nobody told the address of {host}") from None
    if isinstance(result, Exception):
        raise httpx.ConnectError(str(result)) from None
    return result
