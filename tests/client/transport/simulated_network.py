"""Sockets of httpcore on a clock that stands still: what a server sends comes when it was told to come.

Everything above them is real: httpx, its pool of connections, its parser, and the client.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpcore

from tests.client.transport.fake_time import FakeTime

NEVER = 1e9
"""Seconds."""


@dataclass
class Server:
    """Answers each request with the next of `answers`: pieces, and seconds before each of them.

    `connecting` is how many seconds a connection takes.
    """

    time: FakeTime
    answers: Iterator[list[tuple[float, bytes]]]
    connecting: float = 0.0
    requests: list[bytes] = field(default_factory=list)

    def pass_by(self, seconds: float, timeout: float | None, error: type[Exception]) -> None:
        """Let time pass, no longer than the time-out."""
        most = NEVER if timeout is None else timeout
        self.time.advance(min(seconds, most))
        if seconds > most:
            raise error("timed out")


class Stream(httpcore.NetworkStream):
    """One connection to the server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._pieces: list[tuple[float, bytes]] = []

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if buffer[:4] in {b"GET ", b"POST"}:
            self._server.requests.append(buffer)
            self._pieces = list(next(self._server.answers))

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds, piece = self._pieces[0] if self._pieces else (NEVER, b"")
        self._server.pass_by(seconds, timeout, httpcore.ReadTimeout)
        self._pieces.pop(0)
        return piece

    def close(self) -> None:
        pass

    def get_extra_info(self, info: str) -> Any:
        return False if info == "is_readable" else None


class Backend(httpcore.NetworkBackend):
    """Opens connections to the server."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **_: Any) -> Stream:
        self._server.pass_by(self._server.connecting, timeout, httpcore.ConnectTimeout)
        return Stream(self._server)


class AsyncStream(httpcore.AsyncNetworkStream):
    """One connection to the server, awaited."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109  (httpcore's)
        self._stream.write(buffer, timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return self._stream.read(max_bytes, timeout)

    async def aclose(self) -> None:
        pass

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to the server, awaited."""

    def __init__(self, server: Server) -> None:
        self._backend = Backend(server)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        **_: Any,
    ) -> AsyncStream:
        return AsyncStream(self._backend.connect_tcp(host, port, timeout))
