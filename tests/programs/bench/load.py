"""Load for a server: one signed request again and again over some connections, as fast as they are answered.

It is a program of its own, so that it runs beside the server: load.py PORT SECONDS, the bytes of the request
on standard input. It prints requests in a second, median and 99th percentile in milliseconds as JSON.
"""

import asyncio
import json
import sys
import time
from typing import cast

import uvloop

CONNECTIONS = 16
LENGTH = b"content-length:"


class Connection(asyncio.Protocol):
    """Sends the request as soon as the last one is answered."""

    def __init__(self, request: bytes, until: float) -> None:
        self._request, self._until = request, until
        self._received = b""
        self._sent = 0.0
        self.times: list[float] = []
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not asked what it is: that of uvloop is no asyncio.Transport.
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, gap, body = self._received.partition(b"\r\n\r\n")
        if not gap or len(body) < _length(head):
            return
        if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
            self.ended.set_exception(RuntimeError(self._received[:500].decode("utf-8", "replace")))
            return
        now = time.perf_counter()
        self.times.append(now - self._sent)
        self._received = b""
        if now < self._until:
            self._send()
        else:
            self._transport.close()
            self.ended.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(error or ConnectionError("the server hung up"))

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self._request)


def _length(head: bytes) -> int:
    low = head.lower()
    start = low.index(LENGTH) + len(LENGTH)
    return int(low[start:].split(b"\r\n", 1)[0])


async def load(port: int, seconds: float, request: bytes) -> dict[str, float]:
    """Return what the connections together have measured."""
    start = time.perf_counter()
    connections = [Connection(request, start + seconds) for _ in range(CONNECTIONS)]
    loop = asyncio.get_running_loop()
    for each in connections:
        await loop.create_connection(lambda each=each: each, "127.0.0.1", port)
    await asyncio.gather(*(each.ended for each in connections))
    times = sorted(time for each in connections for time in each.times)
    return {
        "rate": len(times) / (time.perf_counter() - start),
        "p50": 1000 * times[len(times) // 2],
        "p99": 1000 * times[len(times) * 99 // 100],
    }


if __name__ == "__main__":
    found = uvloop.run(load(int(sys.argv[1]), float(sys.argv[2]), sys.stdin.buffer.read()))
    print(json.dumps(found))
