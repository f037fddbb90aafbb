"""Lists that come in pages, gone through one page after the other."""

import asyncio
from typing import Any

import httpx
import pytest
from threecommas import AsyncThreeCommas, HmacSigner, ThreeCommas
from threecommas_mock import MockExchange

BODY: dict[str, Any] = {
    "account_id": 32455218,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "units": {"value": "0.01"}, "order_type": "market"},
    "take_profit": {"enabled": False},
    "stop_loss": {"enabled": False},
}


class Counting(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Keeps the numbers of the pages that were asked for."""

    def __init__(self, exchange: MockExchange) -> None:
        self._sync, self._async = exchange.transport(), exchange.async_transport()
        self.pages: list[str] = []

    def _noted(self, request: httpx.Request) -> httpx.Request:
        self.pages.append(request.url.params["page"])
        return request

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._sync.handle_request(self._noted(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._async.handle_async_request(self._noted(request))


@pytest.fixture
def exchange() -> MockExchange:
    exchange = MockExchange()
    with client_of(exchange, exchange.transport()) as client:
        for _ in range(5):
            client.http.post("/v2/smart_trades", json=BODY)
    return exchange


def client_of(exchange: MockExchange, transport: httpx.BaseTransport) -> ThreeCommas:
    key = exchange.credentials[0]
    signer = HmacSigner(key.secret or "")
    return ThreeCommas(key.key, signer, base_url=exchange.base_url, transport=transport)


def test_pages_are_asked_for_when_they_are_needed(exchange: MockExchange) -> None:
    transport = Counting(exchange)
    with client_of(exchange, transport) as client:
        trades = client.smart_trades.iterate(per_page=2)
        assert transport.pages == []
        first = [next(trades), next(trades)]
        assert transport.pages == ["1"]
        rest = list(trades)
    assert len({trade.id for trade in [*first, *rest]}) == 5
    assert transport.pages == ["1", "2", "3", "4"]


async def collected(client: AsyncThreeCommas) -> list[int]:
    async with client:
        return [trade.id async for trade in client.smart_trades.iterate(per_page=2, status="active")]


def test_async_client_goes_through_the_same_pages(exchange: MockExchange) -> None:
    transport, key = Counting(exchange), exchange.credentials[0]
    client = AsyncThreeCommas(
        key.key, HmacSigner(key.secret or ""), base_url=exchange.base_url, transport=transport
    )
    assert len(set(asyncio.run(collected(client)))) == 5
    assert transport.pages == ["1", "2", "3", "4"]


def test_element_that_moves_to_a_later_page_is_given_once(exchange: MockExchange) -> None:
    with client_of(exchange, exchange.transport()) as client:
        trades = client.smart_trades.iterate(per_page=2, order_by="created_at")
        seen = [next(trades).id, next(trades).id]
        client.http.post("/v2/smart_trades", json=BODY)
        seen += [trade.id for trade in trades]
    assert len(seen) == len(set(seen)) == 5


def test_server_that_ignores_the_number_of_the_page_does_not_keep_a_program_for_ever() -> None:
    answer = [{"id": 1, "name": "An account", "market_code": "binance"}]
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answer))
    with ThreeCommas("key", HmacSigner("secret"), transport=transport) as client:
        assert [account.id for account in client.accounts.iterate()] == [1]
