"""A client over somebody's own httpx client: what of that counts, what does not, and whose it stays."""

import asyncio
from typing import Any

import httpx
import pytest
from threecommas import (
    ApiStatusError,
    AsyncThreeCommas,
    ConfigurationError,
    HmacSigner,
    OutcomeUnknownError,
    ThreeCommas,
)

SETTINGS: dict[str, Any] = {
    "base_url": "https://elsewhere.example",
    "headers": {"X-Own": "1", "Authorization": "Bearer own"},
    "params": {"own": "1"},
    "cookies": {"own": "1"},
    "auth": ("own", "password"),
    "timeout": 1,
    "follow_redirects": True,
}


class Server:
    """Keeps the requests that come, and answers all alike."""

    def __init__(self, status: int = 200, **answer: Any) -> None:
        self.requests: list[httpx.Request] = []
        self._status, self._answer = status, answer or {"json": {"valid": True}}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self._status, **self._answer)


def facts(request: httpx.Request) -> tuple[Any, ...]:
    return request.method, str(request.url), request.headers.raw, request.extensions["timeout"]


def straight() -> httpx.Request:
    server = Server()
    with ThreeCommas("key", HmacSigner("secret"), transport=httpx.MockTransport(server)) as client:
        client.validate()
    return server.requests[0]


def test_request_leaves_as_it_is_whatever_the_borrowed_client_would_add() -> None:
    server = Server()
    http = httpx.Client(transport=httpx.MockTransport(server), **SETTINGS)
    with ThreeCommas("key", HmacSigner("secret"), transport=http) as client:
        client.validate()
    assert facts(server.requests[0]) == facts(straight())


def test_request_leaves_as_it_is_from_an_async_one_too() -> None:
    server = Server()

    async def call() -> bool:
        http = httpx.AsyncClient(transport=httpx.MockTransport(server), **SETTINGS)
        async with AsyncThreeCommas("key", HmacSigner("secret"), transport=http) as client:
            await client.validate()
        return http.is_closed

    assert not asyncio.run(call())
    assert facts(server.requests[0]) == facts(straight())


def test_hooks_of_the_borrowed_client_see_each_attempt_and_it_stays_open() -> None:
    server, seen = Server(), []
    http = httpx.Client(
        transport=httpx.MockTransport(server),
        event_hooks={"request": [lambda request: seen.append(request.headers["Apikey"])]},
    )
    with ThreeCommas("key", HmacSigner("secret"), transport=http) as client:
        client.validate()
    assert seen == ["key"]
    assert not http.is_closed


def test_redirect_is_not_followed_for_it() -> None:
    server = Server(302, headers={"Location": "https://elsewhere.example/"})
    http = httpx.Client(transport=httpx.MockTransport(server), follow_redirects=True)
    with ThreeCommas("key", HmacSigner("secret"), transport=http) as client, pytest.raises(ApiStatusError):
        client.validate()
    assert len(server.requests) == 1


def test_hook_that_fails_after_an_order_leaves_its_outcome_unknown() -> None:
    http = httpx.Client(
        transport=httpx.MockTransport(Server(500)),
        event_hooks={"response": [lambda response: response.raise_for_status()]},
    )
    with (
        ThreeCommas("key", HmacSigner("secret"), transport=http) as client,
        pytest.raises(OutcomeUnknownError),
    ):
        client.smart_trades.cancel(1)


@pytest.mark.parametrize("wrong", [httpx.AsyncClient(), httpx.AsyncHTTPTransport(), "https://proxy"])
def test_transport_of_the_other_flavour_is_refused_at_once(wrong: Any) -> None:
    with pytest.raises(ConfigurationError, match=type(wrong).__name__):
        ThreeCommas("key", HmacSigner("secret"), transport=wrong)


@pytest.mark.parametrize("wrong", [httpx.Client(), httpx.HTTPTransport()])
def test_sync_transport_is_refused_by_the_async_client(wrong: Any) -> None:
    with pytest.raises(ConfigurationError, match=type(wrong).__name__):
        AsyncThreeCommas("key", HmacSigner("secret"), transport=wrong)
