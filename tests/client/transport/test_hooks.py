"""What hooks of a client may do: look at everything, lead nothing elsewhere, take no error away."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from threecommas import (
    ApiStatusError,
    AsyncThreeCommas,
    ConfigurationError,
    HmacSigner,
    NotFoundError,
    ThreeCommas,
)
from threecommas_rest.errors import ThreeCommasError

from tests.client.transport.calls import API_KEY, SECRET

Alter = Callable[[httpx.Request], None]

LED_ELSEWHERE: dict[str, Alter] = {
    "host": lambda request: setattr(request, "url", request.url.copy_with(host="example.org")),
    "port": lambda request: setattr(request, "url", request.url.copy_with(port=8443)),
    "scheme": lambda request: setattr(request, "url", request.url.copy_with(scheme="http")),
    "address": lambda request: setattr(request, "url", httpx.URL("https://example.org/public/api")),
    "Host": lambda request: request.headers.update({"Host": "example.org"}),
    "no Host": lambda request: request.headers.__delitem__("host"),
}
TARGET: dict[str, Alter] = {
    "target": lambda request: request.extensions.update(target=b"/public/api/v2/smart_trades/1")
}
REPLACED: dict[str, Callable[[Any], None]] = {
    "replaced": lambda http: setattr(http, "event_hooks", {}),
    "replaced by others": lambda http: setattr(http, "event_hooks", {"response": []}),
    "emptied": lambda http: http.event_hooks["response"].clear(),
}
WAYS: dict[str, Callable[[Any], Any]] = {
    "operation": lambda client: client.smart_trades.get(1),
    "request of ones own": lambda client: client.http.get("/v2/smart_trades/1"),
    "request that would follow": lambda client: client.http.get("/v2/smart_trades/1", follow_redirects=True),
}


class Server:
    """Counts what reaches it, and answers all alike."""

    def __init__(self, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.requests: list[httpx.Request] = []
        self._status, self._headers = status, headers

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self._status, headers=self._headers)


def hooks(sync: bool, alter: Callable[[Any], None], kind: str = "request") -> dict[str, list[Any]]:
    async def altering(seen: Any) -> None:
        alter(seen)

    return {kind: [alter if sync else altering]}


def outcome(sync: bool, way: Callable[[Any], Any], *, change: Any = None, **options: Any) -> Any:
    """Return what a call of a client raised, None if nothing; `change` is made to its httpx client before."""

    async def call() -> Any:
        async with AsyncThreeCommas(API_KEY, HmacSigner(SECRET), **options) as client:
            if change is not None:
                change(client.http)
            return await way(client)

    try:
        if not sync:
            return asyncio.run(call())
        with ThreeCommas(API_KEY, HmacSigner(SECRET), **options) as client:
            if change is not None:
                change(client.http)
            return way(client)
    except ThreeCommasError as error:
        return error


@pytest.mark.parametrize("sync", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("alter", LED_ELSEWHERE | TARGET)
def test_signed_request_that_a_hook_leads_elsewhere_never_leaves(alter: str, way: str, sync: bool) -> None:
    server = Server()
    event_hooks = hooks(sync, (LED_ELSEWHERE | TARGET)[alter])
    error = outcome(sync, WAYS[way], transport=httpx.MockTransport(server), event_hooks=event_hooks)
    assert type(error) is ConfigurationError
    assert server.requests == []


@pytest.mark.parametrize("sync", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("alter", LED_ELSEWHERE)
def test_hook_of_a_borrowed_client_leads_no_signed_request_elsewhere(alter: str, sync: bool) -> None:
    server = Server()
    kind: Any = httpx.Client if sync else httpx.AsyncClient
    http = kind(transport=httpx.MockTransport(server), event_hooks=hooks(sync, LED_ELSEWHERE[alter]))
    error = outcome(sync, WAYS["operation"], transport=http)
    assert type(error) is ConfigurationError
    assert server.requests == []


@pytest.mark.parametrize("sync", [True, False], ids=["sync", "async"])
def test_header_that_a_hook_adds_is_sent(sync: bool) -> None:
    server = Server(404)
    adding = hooks(sync, lambda request: request.headers.update({"X-Trace": "1"}))
    kind: Any = httpx.Client if sync else httpx.AsyncClient
    borrowed = kind(transport=httpx.MockTransport(server), event_hooks=adding)
    outcome(sync, WAYS["operation"], transport=httpx.MockTransport(server), event_hooks=adding)
    outcome(sync, WAYS["operation"], transport=borrowed)
    assert [request.headers["X-Trace"] for request in server.requests] == ["1", "1"]


@pytest.mark.parametrize("sync", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("change", REPLACED)
def test_replaced_event_hooks_take_no_typed_error_away(change: str, way: str, sync: bool) -> None:
    server = Server(404)
    error = outcome(sync, WAYS[way], change=REPLACED[change], transport=httpx.MockTransport(server))
    assert type(error) is NotFoundError


@pytest.mark.parametrize("sync", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("way", WAYS)
def test_hook_that_is_put_in_later_sees_a_refused_answer(way: str, sync: bool) -> None:
    seen: list[int] = []
    looking = hooks(sync, lambda response: seen.append(response.status_code), "response")
    error = outcome(
        sync,
        WAYS[way],
        change=lambda http: setattr(http, "event_hooks", looking),
        transport=httpx.MockTransport(Server(404)),
    )
    assert type(error) is NotFoundError
    assert seen == [404]


@pytest.mark.parametrize("sync", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("location", ["https://example.org/", "/public/api/ver1/validate"])
def test_redirect_is_followed_on_no_way(location: str, way: str, sync: bool) -> None:
    server = Server(302, {"Location": location})
    error = outcome(sync, WAYS[way], change=REPLACED["replaced"], transport=httpx.MockTransport(server))
    assert type(error) is ApiStatusError
    assert len(server.requests) == 1
