"""An exchange over HTTP, and the environment of a program that has its key."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from threecommas_mock import MockExchange, serve


@contextmanager
def served_environment(exchange: MockExchange) -> Iterator[dict[str, str]]:
    """Serve an exchange while the context is open; give the variables that lead a client to it."""
    with serve(exchange) as address:
        yield {
            "THREECOMMAS_API_KEY": exchange.credentials[0].key,
            "THREECOMMAS_SECRET": exchange.credentials[0].secret,
            "THREECOMMAS_BASE_URL": address,
            "THREECOMMAS_STREAM_URL": f"ws://{httpx.URL(address).netloc.decode()}/websocket",
        }
