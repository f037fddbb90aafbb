"""Clients side by side, in threads and in tasks: what belongs to one never travels with another."""

import asyncio
import hashlib
import hmac
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
import pytest
from threecommas import AsyncThreeCommas, HmacSigner, Mode, NotFoundError, ThreeCommas

from tests.secret_scan import SecretScan

# The full count takes minutes: THREECOMMAS_FULL=1 asks for it.
REQUESTS = 100_000 if os.environ.get("THREECOMMAS_FULL") else 4_000
WORKERS = 200


@dataclass
class Party:
    """One client's key, secret and mode. Its requests ask for SmartTrades whose ids have its remainder."""

    api_key: str
    secret: str
    mode: Mode
    remainder: Literal[0, 1]


PARTIES = [
    Party("key-of-the-paper-client", "secret-of-the-paper-client-and-no-other", "paper", 0),
    Party("key-of-the-real-client", "secret-of-the-real-client-and-no-other", "real", 1),
]


@dataclass
class Customs(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Checks each request for the headers of its own client, and notes every one that is not."""

    seen: list[int] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        number = int(request.url.path.rpartition("/")[2])
        party = PARTIES[number % 2]
        signature = hmac.new(party.secret.encode(), request.url.raw_path, hashlib.sha256).hexdigest()
        expected = {"Apikey": party.api_key, "Forced-Mode": party.mode, "Signature": signature}
        self.crossed += [
            f"{name} of {number}" for name, value in expected.items() if request.headers[name] != value
        ]
        self.seen.append(number)
        return httpx.Response(404)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return self.handle_request(request)


def options(party: Party, customs: Customs) -> dict[str, Any]:
    return {"mode": party.mode, "transport": customs, "rate_budget": None}


def ask(client: ThreeCommas, number: int) -> None:
    with pytest.raises(NotFoundError):
        client.smart_trades.get(number)


async def ask_async(client: AsyncThreeCommas, numbers: range) -> None:
    for number in numbers:
        with pytest.raises(NotFoundError):
            await client.smart_trades.get(number)


@pytest.fixture(autouse=True)
def quiet(scan: SecretScan) -> None:
    """Read the warnings alone: a line for each request would be most of the work."""
    logging.getLogger().setLevel(logging.WARNING)


def test_headers_of_two_clients_in_many_threads_never_cross() -> None:
    customs = Customs()
    clients = [ThreeCommas(p.api_key, HmacSigner(p.secret), **options(p, customs)) for p in PARTIES]
    with ThreadPoolExecutor(WORKERS) as pool:
        for _ in pool.map(lambda number: ask(clients[number % 2], number), range(REQUESTS // 2)):
            pass
    assert customs.crossed == []
    assert sorted(customs.seen) == list(range(REQUESTS // 2))


def test_headers_of_two_clients_in_many_tasks_never_cross() -> None:
    customs = Customs()

    async def run() -> None:
        clients = [AsyncThreeCommas(p.api_key, HmacSigner(p.secret), **options(p, customs)) for p in PARTIES]
        shares = [range(start, REQUESTS // 2, WORKERS) for start in range(WORKERS)]
        await asyncio.gather(*(ask_async(clients[share.start % 2], share) for share in shares))

    asyncio.run(run())
    assert customs.crossed == []
    assert sorted(customs.seen) == list(range(REQUESTS // 2))


@pytest.mark.parametrize("client", [ThreeCommas, AsyncThreeCommas])
def test_mode_of_a_client_cannot_be_changed(client: Any) -> None:
    made = client("key", HmacSigner("secret"), mode="paper")
    with pytest.raises(AttributeError):
        made.mode = "real"
    assert made.mode == "paper"
