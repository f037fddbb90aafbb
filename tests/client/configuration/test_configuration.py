"""Hooks, proxies, transports and log lines of a client."""

import logging
from pathlib import Path
from typing import Any

import httpx
import pytest
import threecommas
import yaml
from threecommas import AsyncThreeCommas, ConfigurationError, HmacSigner, NotFoundError, ThreeCommas
from threecommas.configuration.connection import proxy_for

from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient

ARGUMENTS = yaml.safe_load((Path(__file__).parents[1] / "data" / "arguments.yaml").read_text("utf-8"))
API = httpx.URL("https://api.3commas.io/public/api")


def test_event_hooks_of_the_caller_see_requests_and_refused_answers() -> None:
    seen: list[Any] = []
    hooks = {
        "request": [lambda request: seen.append(request.method)],
        "response": [lambda response: seen.append(response.status_code)],
    }
    faulty = FaultyClient()
    error = faulty.outcome(CALLS[0], lambda client: client.smart_trades.get(1), event_hooks=hooks)
    assert type(error) is NotFoundError
    assert seen == ["GET", 404]


def test_event_hooks_of_an_async_client_are_awaited() -> None:
    seen: list[int] = []

    async def hook(response: httpx.Response) -> None:
        seen.append(response.status_code)

    faulty = FaultyClient()
    faulty.outcome(CALLS[1], lambda client: client.validate(), event_hooks={"response": [hook]})
    assert seen == [200]


def test_response_knows_how_long_it_took() -> None:
    faulty = FaultyClient()
    send = faulty.transport.handle_request

    def slowly(request: httpx.Request) -> httpx.Response:
        faulty.time.advance(2)
        return send(request)

    faulty.transport.handle_request = slowly  # type: ignore[method-assign]
    response = faulty.outcome(CALLS[0], lambda client: client.http.get("/ver1/validate"))
    assert response.elapsed.total_seconds() == 2


@pytest.mark.parametrize("client", [ThreeCommas, AsyncThreeCommas])
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"proxy": "http://user:hidden@proxy:no-port"}, "proxy is not a URL"),
        ({"proxy": "gopher://proxy"}, "proxy is not a URL"),
        ({"base_url": "https://host:99999"}, "port of base_url must be 1 to 65535"),
        ({"base_url": "https://host:0"}, "port of base_url must be 1 to 65535"),
        ({"stream_url": "wss://host:65536/websocket"}, "port of stream_url must be 1 to 65535"),
        ({"proxy": "http://proxy:3128", "transport": httpx.MockTransport(print)}, "its own way"),
    ],
)
def test_argument_that_cannot_work_is_refused(client: Any, arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as info:
        client("key", HmacSigner("secret"), **arguments)
    assert "hidden" not in str(info.value)


def made(value: Any) -> Any:
    """The value of a case; one that is made of a class has the class's name as its only key."""
    if not isinstance(value, dict) or not set(value) <= {"RetryPolicy", "CreateOncePolicy", "Timing"}:
        return value
    ((name, members),) = value.items()
    given = {key: tuple(each) if isinstance(each, list) else each for key, each in members.items()}
    return getattr(threecommas, name)(**given)


@pytest.mark.parametrize("client", [ThreeCommas, AsyncThreeCommas])
@pytest.mark.parametrize("case", ARGUMENTS, ids=lambda case: f"{case['name']}={case['value']}")
def test_argument_of_another_type_is_refused_by_name(client: Any, case: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        client("key", HmacSigner("secret"), **{case["name"]: made(case["value"])})
    assert str(caught.value).startswith(case["says"])


@pytest.mark.parametrize("signer", ["secret-of-somebody", b"secret-of-somebody", 5, object()])
def test_signer_that_is_none_is_refused_and_not_shown(signer: Any) -> None:
    with pytest.raises(ConfigurationError, match="signer") as caught:
        ThreeCommas("key", signer)
    assert "of-somebody" not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ({"HTTPS_PROXY": "proxy:3128"}, "http://proxy:3128"),
        ({"ALL_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ({"HTTP_PROXY": "http://proxy:3128"}, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "3commas.io"}, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "*"}, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "example.org"}, "http://proxy:3128"),
    ],
)
def test_proxy_of_the_environment_counts_as_it_does_for_httpx(
    environment: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    proxy = proxy_for(API, None, has_transport=False)
    assert (None if proxy is None else str(proxy.url)) == expected
    assert proxy_for(API, None, has_transport=True) is None


def test_proxy_of_the_caller_comes_before_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://of-the-environment:3128")
    proxy = proxy_for(API, "http://of-the-caller:3128", has_transport=False)
    assert proxy is not None
    assert proxy.url.host == "of-the-caller"


def test_log_says_what_was_sent_and_what_came_of_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="threecommas")
    faulty = FaultyClient()
    faulty.meets([{"answers": 502, "arrives": False}])
    faulty.outcome(CALLS[0], lambda client: client.smart_trades.list(pair="USDT_BTC"))
    lines = [record.getMessage() for record in caplog.records if record.name == "threecommas"]
    assert lines == [
        "list_smart_trades (GET /public/api/v2/smart_trades), attempt 1, was answered 502 after 0.000 s",
        "list_smart_trades (GET /public/api/v2/smart_trades) is sent again in 0.25 s",
        "list_smart_trades (GET /public/api/v2/smart_trades), attempt 2, was answered 200 after 0.000 s",
    ]
