"""Where streams are: said by argument or environment, never a guess, and never a place that leaks the key."""

from typing import Any

import httpx
import pytest
from threecommas import ConfigurationError, HmacSigner, ThreeCommas
from threecommas.configuration.connection import stream_proxy

ELSEWHERE = "https://mock.example/public/api"


def address(**options: Any) -> Any:
    with ThreeCommas("key", HmacSigner("secret"), **{"environ": {}} | options) as client:
        return client._flows.stream.url


def test_address_is_that_of_3commas_for_3commas_alone() -> None:
    assert address() == "wss://ws.3commas.io/websocket"
    assert address(base_url="https://api.3commas.io/public/api/") == "wss://ws.3commas.io/websocket"
    assert address(base_url=ELSEWHERE) is None


def test_argument_wins_over_the_environment() -> None:
    environ = {"THREECOMMAS_STREAM_URL": "wss://environment.example/websocket"}
    assert address(environ=environ) == "wss://environment.example/websocket"
    assert address(environ=environ, stream_url="wss://argument.example") == "wss://argument.example"
    with pytest.raises(ConfigurationError, match="THREECOMMAS_STREAM_URL is empty"):
        address(environ={"THREECOMMAS_STREAM_URL": ""})


@pytest.mark.parametrize("via", ["stream", "either"])
def test_client_of_another_server_has_to_be_told_where_its_streams_are(via: Any) -> None:
    client = ThreeCommas("key", HmacSigner("secret"), base_url=ELSEWHERE, environ={})
    said = "Give it stream_url, or set THREECOMMAS_STREAM_URL"
    with client, pytest.raises(ConfigurationError, match=said):
        client.deals.watch(via=via)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://ws.example/websocket", "needs wss or ws"),
        ("wss:///websocket", "needs wss or ws and a host"),
        ("wss://a:hidden@ws.example/", "has a user, query or fragment"),
        ("wss://ws.example/?key=hidden", "has a user, query or fragment"),
        ("wss://ws.example/#hidden", "has a user, query or fragment"),
        ("ws://ws.example/websocket", "would travel unencrypted to ws.example"),
        ("wss://ws.example:hidden/", "is not a URL"),
        (7, "is not a URL"),
    ],
)
def test_address_that_cannot_or_must_not_be_used_is_refused(url: Any, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason) as raised:
        address(stream_url=url)
    assert "hidden" not in str(raised.value)


@pytest.mark.parametrize(
    "url", ["ws://127.0.0.1:8080/websocket", "ws://localhost/websocket", "ws://[::1]:9/"]
)
def test_key_may_travel_unencrypted_to_this_machine(url: str) -> None:
    assert address(stream_url=url) == url


def test_key_may_travel_unencrypted_where_that_is_allowed() -> None:
    assert address(stream_url="ws://ws.example/", allow_http=True) == "ws://ws.example/"


def test_proxy_is_that_of_the_client_and_none_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://environment.example:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://environment.example:3128")
    found = stream_proxy("wss://ws.example/websocket", None)
    assert found is not None
    assert found.url == httpx.URL("http://environment.example:3128")
    given = stream_proxy("wss://ws.example/websocket", "http://given.example:3128")
    assert given is not None
    assert given.url == httpx.URL("http://given.example:3128")
    assert stream_proxy("ws://127.0.0.1:8080/websocket", None) is None
