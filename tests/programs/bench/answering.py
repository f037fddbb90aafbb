"""A server that answers every request with one SmartTrade as fast as it can, in a process of its own."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import threecommas_openapi

ROOT = Path(__file__).parents[3]


def smart_trade() -> bytes:
    """Return the documented SmartTrade that was just created, as 3Commas would write it."""
    document = threecommas_openapi.load()
    example = document["components"]["examples"]["smart_trade_created"]["value"]
    return json.dumps(example, separators=(",", ":")).encode()


@contextmanager
def answering() -> Iterator[str]:
    """Run the server while the context is open; gives its base URL."""
    command = [sys.executable, __file__]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None:
            raise SystemExit("the server of the bench has no output")
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/public/api"
        finally:
            process.kill()


class _Answering(asyncio.Protocol):
    """Answers each GET at once; a request of the bench has no body and comes in one piece."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if isinstance(self._transport, asyncio.Transport):
            self._transport.write(self._answer * data.count(b"\r\n\r\n"))


async def _serve() -> None:
    body = smart_trade()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    server = await asyncio.get_running_loop().create_server(
        lambda: _Answering(head.encode() + body), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
