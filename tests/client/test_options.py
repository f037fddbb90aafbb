"""What a single call may have of its own: a time-out, headers, and a look at the response."""

import asyncio
from typing import Any

import httpx
import pytest
from threecommas import AsyncThreeCommas, EncodeError, HmacSigner, NotFoundError, RequestOptions, ThreeCommas

from tests.client.transport.calls import API_KEY, call_async
from tests.client.transport.faulty_client import FaultyClient

VALID = {"valid": True}


def sent(options: RequestOptions | None, **client_options: Any) -> httpx.Request:
    """Return the request of a call with these options."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=VALID)

    transport = httpx.MockTransport(answer)
    with ThreeCommas("key", HmacSigner("secret"), transport=transport, **client_options) as client:
        client.validate(options=options)
    return requests[0]


def sent_async(options: RequestOptions | None, **client_options: Any) -> httpx.Request:
    """Return the request of a call of the async client with these options."""

    async def call() -> httpx.Request:
        requests: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            requests.append(request)
            return httpx.Response(200, json=VALID)

        transport = httpx.MockTransport(answer)
        async with AsyncThreeCommas(
            "key", HmacSigner("secret"), transport=transport, **client_options
        ) as client:
            await client.validate(options=options)
        return requests[0]

    return asyncio.run(call())


@pytest.mark.parametrize("send", [sent, sent_async])
def test_timeout_of_a_call_is_its_own(send: Any) -> None:
    assert set(send(None, timeout=7).extensions["timeout"].values()) == {7}
    assert set(send(RequestOptions(timeout=0.5), timeout=7).extensions["timeout"].values()) == {0.5}
    apart = httpx.Timeout(5, read=60)
    assert send(RequestOptions(timeout=apart)).extensions["timeout"]["read"] == 60


@pytest.mark.parametrize("send", [sent, sent_async])
def test_headers_of_a_call_go_out_beside_those_of_the_client(send: Any) -> None:
    request = send(RequestOptions(headers={"X-Trace": "abc"}))
    assert request.headers["X-Trace"] == "abc"
    assert request.headers["Apikey"] == "key"


@pytest.mark.parametrize("name", ["Apikey", "SIGNATURE", "Forced-Mode", "content-type", "Host"])
def test_header_that_the_client_sets_is_refused_by_name(name: str) -> None:
    with pytest.raises(EncodeError) as info:
        RequestOptions(headers={name: "planted"})
    assert info.value.path == f"options.headers.{name}"
    assert "planted" not in str(info.value)


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"headers": {"X-Trace": "\ud800"}}, "options.headers.X-Trace"),
        ({"headers": {"X-Trace": "planted\r\nX-More: 1"}}, "options.headers.X-Trace"),
        ({"headers": {"X-Trace": "größe"}}, "options.headers.X-Trace"),
        ({"headers": {"X-Trace": 5}}, "options.headers.X-Trace"),
        ({"headers": {"X Trace": "a"}}, "options.headers"),
        ({"headers": {"\ud800": "a"}}, "options.headers"),
        ({"headers": {5: "a"}}, "options.headers"),
        ({"headers": ["X-Trace"]}, "options.headers"),
        ({"on_response": 5}, "options.on_response"),
    ],
)
def test_option_that_cannot_be_sent_is_refused_with_its_path(options: Any, path: str) -> None:
    with pytest.raises(EncodeError) as caught:
        RequestOptions(**options)
    assert caught.value.path == path
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), "5"])
def test_timeout_that_is_none_is_refused(timeout: Any) -> None:
    with pytest.raises(EncodeError, match=r"options\.timeout: expected seconds above zero"):
        RequestOptions(timeout=timeout)


def test_response_of_a_success_can_be_looked_at() -> None:
    seen: list[httpx.Response] = []
    answer = httpx.Response(200, content=b' {"valid": true}', headers={"X-Request-Id": "abc"})
    with ThreeCommas("key", HmacSigner("secret"), transport=httpx.MockTransport(lambda _: answer)) as client:
        value = client.validate(options=RequestOptions(on_response=seen.append))
    assert value.valid is True
    assert [(each.content, each.headers["X-Request-Id"]) for each in seen] == [(b' {"valid": true}', "abc")]


def test_refused_call_has_its_response_in_the_error_alone() -> None:
    seen: list[httpx.Response] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(404, json={"error": "not_found"}))
    with (
        ThreeCommas("key", HmacSigner("secret"), transport=transport) as client,
        pytest.raises(NotFoundError) as info,
    ):
        client.smart_trades.get(1, options=RequestOptions(on_response=seen.append))
    assert (info.value.content, seen) == (b'{"error":"not_found"}', [])


def test_options_show_no_header() -> None:
    assert "planted" not in repr(RequestOptions(headers={"Authorization": "planted"}))


def test_every_page_of_an_iteration_has_the_options() -> None:
    pages = iter([b'[{"id": 1, "name": "A", "market_code": "b"}]', b"[]"])
    traces: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        traces.append(request.headers.get("X-Trace"))
        return httpx.Response(200, content=next(pages))

    with ThreeCommas("key", HmacSigner("secret"), transport=httpx.MockTransport(answer)) as client:
        assert len(list(client.accounts.iterate(options=RequestOptions(headers={"X-Trace": "t"})))) == 1
    assert traces == ["t", "t"]


def test_options_of_a_call_are_for_that_call_alone() -> None:
    faulty = FaultyClient()
    faulty.outcome(
        call_async, lambda client: client.validate(options=RequestOptions(deadline=5, urgent=True))
    )
    extensions = faulty.transport.requests[0].extensions
    assert (extensions["threecommas.deadline"], extensions["threecommas.urgent"]) == (5, True)
    faulty.outcome(call_async, lambda client: client.validate(options=RequestOptions()))
    assert not {"threecommas.deadline", "threecommas.urgent"} & faulty.transport.requests[1].extensions.keys()
    assert API_KEY not in str(extensions)
