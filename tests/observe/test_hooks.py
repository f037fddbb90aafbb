"""The event hooks on a real HTTP client: what a program sends and gets is compared, and stays usable."""

import asyncio
import gzip
import json
from collections.abc import Iterator

import httpx

from generator.observe.document import Document
from generator.observe.hooks import async_response_hook, response_hook
from generator.observe.observer import Observer

TRADE = "https://api.3commas.io/public/api/v2/smart_trades/30404547"
NOTE = {"note": "Sell later", "pinned": True}


def answer(_: httpx.Request) -> httpx.Response:
    body = gzip.compress(json.dumps({"error": "not_found", "hint": "none"}).encode())
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    return httpx.Response(201 if _.url.path.endswith("set_note") else 404, headers=headers, content=body)


def found(observer: Observer) -> set[str]:
    return {f"{each.operation} {each.place} {each.kind} {each.word}" for each in observer.report().findings}


def test_hook_reports_what_a_client_sends_and_gets(document: Document) -> None:
    observer = Observer(document)
    hooks = {"response": [response_hook(observer)]}
    with httpx.Client(transport=httpx.MockTransport(answer), event_hooks=hooks) as client:
        response = client.get(TRADE, headers={"Apikey": "key", "Signature": "signature"})
        client.post(f"{TRADE}/set_note", json=NOTE)
    assert response.json()["hint"] == "none"
    assert "get_smart_trade response 404 undocumented field hint" in found(observer)
    assert "set_smart_trade_note request body undocumented field pinned" in found(observer)


def test_asynchronous_hook_reports_the_same(document: Document) -> None:
    observer = Observer(document)

    async def call() -> None:
        hooks = {"response": [async_response_hook(observer)]}
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer), event_hooks=hooks) as client:
            await client.get(TRADE)

    asyncio.run(call())
    assert found(observer) == {"get_smart_trade response 404 undocumented field hint"}


def test_body_that_was_a_stream_is_counted_as_not_recorded(document: Document) -> None:
    def chunks() -> Iterator[bytes]:
        yield json.dumps(NOTE).encode()

    observer = Observer(document)
    hooks = {"response": [response_hook(observer)]}

    def consume(request: httpx.Request) -> httpx.Response:
        assert b"".join(request.stream)  # type: ignore[arg-type]
        return answer(request)

    class Transport(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return consume(request)

    with httpx.Client(transport=Transport(), event_hooks=hooks) as client:
        client.post(f"{TRADE}/set_note", content=chunks(), headers={"Content-Type": "application/json"})
    assert observer.report().left_out == {"requests whose body was not recorded": 1}
