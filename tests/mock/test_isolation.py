"""Exchanges beside each other share nothing: what each does is what it does alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, zip_longest
from typing import Any

import httpx
import pytest
from threecommas_mock import Credential, MockExchange, Snapshot, defaults, random_walk, serve
from threecommas_mock.faults import ServerError, UnknownEnumValue

from tests.mock.signed_client import DOCUMENT
from tests.mock.transports import PATH, signature

PAIR = "USDT_BTC"


def made(seed: int) -> MockExchange:
    """Make an exchange with a key of its own; all that it shares with others is the document."""
    key = Credential(f"key-{seed}", user=defaults.USER, secret=f"secret-{seed}")
    return MockExchange(document=DOCUMENT, credentials=[key], rate_limits="documented", control=True)


def order(seed: int) -> dict[str, Any]:
    """Return the body of a SmartTrade with a stop loss that some prices reach."""
    return {
        "account_id": 1,
        "pair": PAIR,
        "position": {"type": "buy", "order_type": "market", "units": {"value": f"0.0{seed + 1}"}},
        "take_profit": {"enabled": False},
        "stop_loss": {
            "enabled": True,
            "order_type": "market",
            "conditional": {"price": {"type": "bid", "value": str(56000 - 50 * seed)}},
        },
    }


def life(exchange: MockExchange, http: httpx.Client, seed: int) -> Iterator[Any]:
    """Let an exchange do a bit of everything, different for each seed; gives what it shows, step by step."""
    before: Snapshot | None = None
    walk = random_walk(exchange.quote(PAIR), tick="0.01", seed=seed, ticks=10_000)
    for turn, point in enumerate(islice(walk, 20)):
        created = http.post(PATH, json=order(seed))
        yield created.status_code, created.json(), created.headers["X-Request-Id"]
        exchange.set_price(PAIR, bid=point.bid, ask=point.ask, last=point.last)
        yield exchange.quotes(), exchange.smart_trades()
        exchange.advance(seed + 1)
        if turn % 3 == seed % 3:
            exchange.fail_next(UnknownEnumValue("status.type", f"of {seed}"))
            exchange.inject(ServerError(500 + seed), operation="validate", probability=0.5, seed=seed)
        yield http.get(PATH).json(), http.get("/ver1/validate").status_code, exchange.faults
        if turn == 5:
            before = exchange.snapshot()
        if turn == 8 and before is not None:
            exchange.restore(before)
        yield exchange.now(), exchange.joins, [entry.target for entry in exchange.journal]


def alone(seed: int) -> list[Any]:
    exchange = made(seed)
    with httpx.Client(
        transport=exchange.transport(), base_url=exchange.base_url, auth=signature(exchange)
    ) as http:
        return list(life(exchange, http, seed))


def served(seed: int) -> list[Any]:
    exchange = made(seed)
    with (
        serve(exchange) as address,
        httpx.Client(base_url=address, auth=signature(exchange), verify=False) as http,
    ):
        return list(life(exchange, http, seed))


def test_two_exchanges_whose_calls_take_turns_are_as_each_is_alone() -> None:
    exchanges = made(0), made(1)
    clients = [
        httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=signature(exchange))
        for exchange in exchanges
    ]
    lives = [
        life(exchange, http, seed)
        for seed, (exchange, http) in enumerate(zip(exchanges, clients, strict=True))
    ]
    first, second = zip(*zip_longest(*lives), strict=True)
    assert list(first) == alone(0)
    assert list(second) == alone(1)
    assert first != second


def test_exchanges_served_at_the_same_time_are_as_each_is_alone() -> None:
    seeds = range(4)
    with ThreadPoolExecutor(len(seeds)) as pool:
        assert list(pool.map(served, seeds)) == [alone(seed) for seed in seeds]


@pytest.mark.parametrize(("asked", "signer", "status"), [(0, 0, 200), (0, 1, 401), (1, 0, 401), (1, 1, 200)])
def test_key_of_one_exchange_opens_no_other(asked: int, signer: int, status: int) -> None:
    exchanges = made(0), made(1)
    with httpx.Client(
        transport=exchanges[asked].transport(),
        base_url=exchanges[asked].base_url,
        auth=signature(exchanges[signer]),
    ) as http:
        assert http.get("/ver1/validate").status_code == status
