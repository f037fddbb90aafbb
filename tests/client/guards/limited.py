"""What tests of limits share: orders, SmartTrades that are there before, clients, and what came of them."""

import asyncio
from typing import Any

import httpx
from threecommas import HmacSigner, ThreeCommas, ThreeCommasError
from threecommas.models import CreateSmartTrade

from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient

ACCOUNT = 32455218
OFF = {"take_profit": {"enabled": False}, "stop_loss": {"enabled": False}}


def creation(body: dict[str, Any]) -> dict[str, Any]:
    return {"account_id": ACCOUNT, "pair": "USDT_BTC", **OFF, **body}


def buy(worth: str, note: str = "") -> CreateSmartTrade:
    """Return a limit order for one coin that will not be filled."""
    position = {"type": "buy", "order_type": "limit", "units": {"value": "1"}, "price": {"value": worth}}
    body = creation({"position": position, **({"note": note} if note else {})})
    made: CreateSmartTrade = CreateSmartTrade.from_dict(body)
    return made


def send(client: ThreeCommas, request: dict[str, Any], trades: list[int]) -> httpx.Response:
    """Send a request of a case in httpx's own way."""
    options = {
        name: value for name, value in request.items() if name in ("content", "data", "params", "json")
    }
    if "create" in request:
        options["json"] = creation(request["create"])
    if "content" in request:
        options["headers"] = {"Content-Type": request.get("type", "application/json; charset=utf-8")}
    path = request.get("path", "/v2/smart_trades")
    for number, trade in enumerate(trades, 1):
        path = path.replace(f"{{{number}}}", str(trade))
    return client.http.request(request.get("method", "POST"), path, **options)


def prepare(faulty: FaultyClient, requests: list[dict[str, Any]], trades: list[int]) -> None:
    """Send requests without limits, settle each, and remember the ids of what they make."""

    def use(client: ThreeCommas) -> None:
        for request in requests:
            answer = send(client, request, trades).json()
            made = answer["id"] if "id" in answer else answer["trade"]["uuid"]
            trades.extend([] if made in trades else [made])
            faulty.transport.exchange.settle()

    CALLS[0](use, **faulty.options)


def client_options(faulty: FaultyClient) -> dict[str, Any]:
    options = dict(faulty.options)
    return options | {"signer": HmacSigner(options.pop("secret"))}


def attempted(client: ThreeCommas, worth: str = "300") -> Any:
    """Return what came of an order, its error too."""
    try:
        return client.smart_trades.create(buy(worth))
    except ThreeCommasError as error:
        return error


def kinds(made: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in made)


class ByTurns(httpx.AsyncBaseTransport):
    """Lets every other task go on before it sends a request, so that all look before one has ordered."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return await self._inner.handle_async_request(request)


def by_turns(faulty: FaultyClient) -> dict[str, Any]:
    return client_options(faulty) | {"transport": ByTurns(faulty.transport)}
