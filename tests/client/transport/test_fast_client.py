"""The short way of what operations send: the same request as httpx's own way, and the way back to that."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from threecommas import (
    AsyncThreeCommas,
    HmacSigner,
    NotFoundError,
    NotSentError,
    RequestOptions,
    ThreeCommas,
    orders,
)
from threecommas.signing.httpx_auth import SignatureAuth
from threecommas.version import user_agent
from threecommas_rest import Client
from threecommas_rest.errors import ApiError

BASE = "https://api.3commas.io/public/api"
ORDER = orders.simple_buy(account_id=1, pair="USDT_BTC", position=orders.Market(units="0.01"))
CALLS: dict[str, Callable[[Any], Any]] = {
    "path": lambda client: client.smart_trades.get(30000001),
    "query": lambda client: client.smart_trades.list(status="all", page=2, order_by="created_at"),
    "escapes": lambda client: client.market_data.rates(market_code="a b&c=ü", pair="USDT_BTC+%"),
    "body": lambda client: client.smart_trades.create(ORDER),
    "nobody": lambda client: client.smart_trades.close_by_market(30000001),
    "header": lambda client: client.smart_trades.get(1, forced_mode="paper"),
    "options": lambda client: client.validate(options=RequestOptions(timeout=7, headers={"X-Trace": "1"})),
}
CHANGES: dict[str, tuple[Callable[[Any], None], tuple[str, str]]] = {
    "header": (lambda http: http.headers.update({"X-All": "1"}), ("header", "1")),
    "timeout": (lambda http: setattr(http, "timeout", 3), ("timeout", "3")),
    "cookie": (lambda http: http.cookies.set("c", "1", domain="api.3commas.io"), ("cookie", "c=1")),
    "param": (lambda http: setattr(http, "params", {"p": "1"}), ("query", "p=1")),
    "address": (lambda http: setattr(http, "base_url", f"{BASE}/x"), ("path", "/public/api/x/ver1/validate")),
}


class Sent(httpx.MockTransport):
    """Keeps what it is to send, and answers that nothing is there."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        super().__init__(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(404)


def facts(request: httpx.Request) -> tuple[Any, ...]:
    return request.method, str(request.url), request.headers.raw, request.content, request.extensions


def of_httpx(call: Callable[[Any], Any]) -> httpx.Request:
    sent = Sent()
    auth = SignatureAuth("key", HmacSigner("secret"), base_url=httpx.URL(BASE))
    headers = {"User-Agent": user_agent()}
    http = httpx.Client(auth=auth, base_url=BASE, timeout=30, transport=sent, headers=headers)
    with Client(http) as client, pytest.raises(ApiError):
        call(client)
    return sent.requests[0]


def of_ours(call: Callable[[Any], Any], change: Callable[[Any], None] | None = None) -> httpx.Request:
    sent = Sent()
    with ThreeCommas("key", HmacSigner("secret"), transport=sent) as client:
        if change is not None:
            change(client.http)
        with pytest.raises(NotFoundError):
            call(client)
    return sent.requests[0]


def of_ours_async(call: Callable[[Any], Any], change: Callable[[Any], None] | None = None) -> httpx.Request:
    sent = Sent()

    async def go() -> None:
        async with AsyncThreeCommas("key", HmacSigner("secret"), transport=sent) as client:
            if change is not None:
                change(client.http)
            with pytest.raises(NotFoundError):
                await call(client)

    asyncio.run(go())
    return sent.requests[0]


@pytest.mark.parametrize("ours", [of_ours, of_ours_async])
@pytest.mark.parametrize("name", CALLS)
def test_request_is_the_one_that_httpx_would_send(name: str, ours: Any) -> None:
    assert facts(ours(CALLS[name])) == facts(of_httpx(CALLS[name]))


@pytest.mark.parametrize("ours", [of_ours, of_ours_async])
@pytest.mark.parametrize("name", CHANGES)
def test_change_of_the_http_client_counts_from_then_on(name: str, ours: Any) -> None:
    change, (kind, expected) = CHANGES[name]
    request = ours(lambda client: client.validate(), change)
    seen = {
        "header": request.headers.get("X-All"),
        "timeout": str(request.extensions["timeout"]["read"]),
        "cookie": request.headers.get("Cookie"),
        "query": request.url.query.decode(),
        "path": request.url.path,
    }
    assert seen[kind] == expected
    assert request.headers["Apikey"] == "key"


def create_with_closed(transport: Any) -> Any:
    client = ThreeCommas("key", HmacSigner("secret"), transport=transport)
    client.close()
    return client.smart_trades.create(ORDER)


def create_with_closed_async(transport: Any) -> Any:
    async def call() -> Any:
        client = AsyncThreeCommas("key", HmacSigner("secret"), transport=transport)
        await client.aclose()
        return await client.smart_trades.create(ORDER)

    return asyncio.run(call())


@pytest.mark.parametrize("create", [create_with_closed, create_with_closed_async])
def test_closed_client_sends_nothing_and_says_so(create: Any) -> None:
    sent: list[httpx.Request] = []
    with pytest.raises(NotSentError, match=r"create_smart_trade .* Its client was closed") as refused:
        create(httpx.MockTransport(sent.append))
    assert (sent, refused.value.outcome_unknown) == ([], False)


def test_same_address_is_asked_for_again_without_mixing_queries() -> None:
    sent = Sent()
    with ThreeCommas("key", HmacSigner("secret"), transport=sent, rate_budget=None) as client:
        for page in (1, 2, 1):
            with pytest.raises(NotFoundError):
                client.smart_trades.list(page=page)
    assert [request.url.params["page"] for request in sent.requests] == ["1", "2", "1"]
