"""The same call made with the sync and with the async client, for tests that hold for both."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import httpx
from threecommas import AsyncThreeCommas, HmacSigner, ThreeCommas
from threecommas.models import CreateSmartTrade

API_KEY = "the-api-key-of-the-tests-which-opens-nothing"
SECRET = "the-secret-of-the-tests-which-opens-nothing-either"

Use = Callable[[Any], Any]

VALIDATE: Use = lambda client: client.validate()  # noqa: E731


def call_sync(use: Use, *, api_key: str = API_KEY, secret: str = SECRET, **options: Any) -> Any:
    """Return what `use` makes of a sync client."""
    with ThreeCommas(api_key, HmacSigner(secret), **options) as client:
        return use(client)


def call_async(use: Use, *, api_key: str = API_KEY, secret: str = SECRET, **options: Any) -> Any:
    """Return what `use` makes of an async client; what has to be awaited is."""

    async def call() -> Any:
        async with AsyncThreeCommas(api_key, HmacSigner(secret), **options) as client:
            made = use(client)
            return await made if isinstance(made, Awaitable) else made

    return asyncio.run(call())


CALLS = [call_sync, call_async]


def order(note: str | None = None, *, pair: str = "USDT_BTC") -> CreateSmartTrade:
    """Return a SmartTrade to create, which the exchange of the tests takes."""
    body = {
        "account_id": 32455218,
        "pair": pair,
        "position": {"type": "buy", "units": {"value": "0.01"}, "order_type": "market"},
        "take_profit": {"enabled": False},
        "stop_loss": {"enabled": False},
    }
    return cast("CreateSmartTrade", CreateSmartTrade.from_dict(body | ({"note": note} if note else {})))


def valid(request: httpx.Request) -> httpx.Response:
    """Answer a request for the check of the key."""
    return httpx.Response(200, json={"valid": True})
