"""Serving an exchange over HTTP with uvicorn."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from threecommas_mock.api.router import PREFIX
from threecommas_mock.exchange import MockExchange
from threecommas_mock.http.uvicorn_protocol import FaultyProtocol
from threecommas_mock.http.uvicorn_websocket import DroppableProtocol
from threecommas_mock.streams.handlers import PATH as STREAMS

_START_SECONDS = 30.0


@contextmanager
def serve(exchange: MockExchange, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve *exchange* in a thread while the context is open; gives the base URL. Port 0 takes a free one."""
    listener = socket.create_server((host, port))
    server = uvicorn.Server(_config(exchange))
    # A thread of its own, so that a blocking client in this one can be served.
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        # The socket listens already, so a client that comes before the server is up just waits.
        yield base_url(host, listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(_START_SECONDS)
        listener.close()


def run(exchange: MockExchange, listener: socket.socket) -> None:
    """Serve *exchange* on an open socket until interrupted, in a process that does nothing else."""
    # What is there stays, and so does what requests leave behind: to look through it often takes a tenth of
    # the time.
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    uvicorn.Server(_config(exchange)).run(sockets=[listener])


def base_url(host: str, port: int) -> str:
    """Tell where clients of a served exchange point to."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}{PREFIX}"


def stream_url(address: str) -> str:
    """Tell where the streams of an exchange are that is served at *address*, as `serve` gives it."""
    return f"ws{address.removeprefix('http').removesuffix(PREFIX)}{STREAMS}"


def _config(exchange: MockExchange) -> uvicorn.Config:
    return uvicorn.Config(
        exchange.app,
        http=FaultyProtocol,
        ws=DroppableProtocol,
        # The pings of a stream are messages of their own.
        ws_ping_interval=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        # Who asks is who is connected, whatever a header says.
        proxy_headers=False,
    )
