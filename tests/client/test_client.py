"""`ThreeCommas` and `AsyncThreeCommas`: their arguments, and refused answers over httpx."""

import asyncio
import importlib.metadata
import pickle
import traceback
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import threecommas
from threecommas import (
    ApiStatusError,
    AsyncThreeCommas,
    AuthenticationError,
    ConfigurationError,
    EncodeError,
    HmacSigner,
    ServerError,
    ThreeCommas,
)

INVALID = {"error": "signature_invalid", "error_description": "Provided signature is invalid"}


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that arrives in pieces, and remembers whether it was closed."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def caught(answer: Any, api_key: str, secret: str, **client_options: Any) -> ApiStatusError:
    """Return what `validate` raises when the transport answers so."""
    client = ThreeCommas(api_key, HmacSigner(secret), transport=httpx.MockTransport(answer), **client_options)
    with client, pytest.raises(ApiStatusError) as info:
        client.validate()
    return info.value


def caught_async(answer: Any, api_key: str, secret: str, **client_options: Any) -> ApiStatusError:
    """Return what `validate` of the async client raises when the transport answers so."""

    async def call() -> ApiStatusError:
        transport = httpx.MockTransport(answer)
        async with AsyncThreeCommas(
            api_key, HmacSigner(secret), transport=transport, **client_options
        ) as client:
            with pytest.raises(ApiStatusError) as info:
                await client.validate()
            return info.value

    return asyncio.run(call())


@pytest.mark.parametrize("catch", [caught, caught_async])
def test_refused_call_raises_the_typed_error_with_its_request(catch: Any, api_key: str, secret: str) -> None:
    error = catch(lambda request: httpx.Response(401, json=INVALID), api_key, secret)
    assert type(error) is AuthenticationError
    assert (error.operation_id, error.method, error.path) == ("validate", "GET", "/public/api/ver1/validate")
    assert (error.status, error.code, error.description) == (401, *INVALID.values())


@pytest.mark.parametrize("catch", [caught, caught_async])
def test_refused_body_that_arrives_in_pieces_is_read_whole_and_closed(
    catch: Any, api_key: str, secret: str
) -> None:
    body = Pieces(b"<html>", b"bad gateway", b"</html>")
    error = catch(lambda request: httpx.Response(520, stream=body), api_key, secret)
    assert type(error) is ServerError
    assert error.content == b"<html>bad gateway</html>"
    assert body.closed


@pytest.mark.parametrize("catch", [caught, caught_async])
def test_gateway_that_prints_the_request_gives_away_neither_key_nor_signature(
    catch: Any, api_key: str, secret: str
) -> None:
    signatures: list[str] = []

    def echo(request: httpx.Request) -> httpx.Response:
        signatures.append(request.headers["Signature"])
        return httpx.Response(400, text=str(request.headers.raw))

    error = catch(echo, api_key, secret)
    shown = "".join([str(error), repr(error), str(vars(error)), *traceback.format_exception(error)])
    for text in (api_key, secret, signatures[0]):
        assert text not in shown
        assert text.encode() not in pickle.dumps(error)
    assert b"<secret>" in error.content


def test_path_of_an_error_is_without_the_query(api_key: str, secret: str) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(500))
    client = ThreeCommas(api_key, HmacSigner(secret), transport=transport)
    with client, pytest.raises(ApiStatusError) as info:
        client.http.post("/ver1/accounts/new", params={"secret": "of an exchange"})
    assert info.value.path == "/public/api/ver1/accounts/new"
    assert "exchange" not in str(info.value)


def test_redirect_takes_the_key_nowhere_even_when_asked_to_follow(api_key: str, secret: str) -> None:
    hosts: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(307, headers={"Location": "https://example.org/"})

    client = ThreeCommas(api_key, HmacSigner(secret), transport=httpx.MockTransport(answer))
    with client, pytest.raises(ApiStatusError, match="Redirects are not followed"):
        client.http.get("/ver1/validate", follow_redirects=True)
    assert hosts == ["api.3commas.io"]


def test_error_of_a_request_without_an_operation_is_typed_too(api_key: str, secret: str) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(401, json=INVALID))
    client = ThreeCommas(api_key, HmacSigner(secret), transport=transport)
    with client, pytest.raises(ApiStatusError) as info:
        client.http.get("/ver1/unheard_of")
    assert info.value.operation_id == ""


@pytest.mark.parametrize("make", [ThreeCommas, AsyncThreeCommas])
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"api_key": ""}, "API key is empty"),
        ({"api_key": None}, "no api_key. Give api_key and signer together"),
        ({"signer": None}, "no signer. Give api_key and signer together"),
        ({"api_key": "key\n"}, "white space"),
        ({"api_key": "schlüssel"}, "outside ASCII"),
        ({"signer": "the secret itself"}, "signer is a str, which cannot sign.*HmacSigner"),
        ({"base_url": "api.3commas.io/public/api"}, "needs http or https"),
        ({"base_url": "ftp://api.3commas.io"}, "needs http or https"),
        ({"base_url": "https://"}, "and a host"),
        ({"base_url": "https://[::1"}, "not a URL"),
        ({"base_url": 5}, "not a URL"),
        ({"base_url": "https://user:pass@api.3commas.io"}, "has a user"),
        ({"base_url": "https://api.3commas.io/?a=b"}, "query"),
        ({"base_url": "http://api.3commas.io/public/api"}, "unencrypted to api.3commas.io"),
        ({"base_url": "http://127.0.0.1.example.org"}, "unencrypted"),
        ({"base_url": "http://10.0.0.1/public/api"}, "unencrypted to 10.0.0.1"),
        ({"timeout": 0}, "timeout must be .*, got 0"),
        ({"timeout": None}, "timeout must be .*, got None"),
        ({"timeout": float("nan")}, "timeout must be .*, got nan"),
    ],
    ids=str,
)
def test_argument_that_cannot_work_is_refused_before_anything_is_sent(
    make: Any, arguments: dict[str, Any], says: str, secret: str
) -> None:
    usual: dict[str, Any] = {"api_key": "key", "signer": HmacSigner(secret)}
    with pytest.raises(ConfigurationError, match=says) as info:
        make(**{**usual, **arguments})
    assert "user:pass" not in str(info.value)
    assert "secret itself" not in str(info.value)


@pytest.mark.parametrize(
    ("base_url", "options"),
    [
        ("http://127.0.0.1:8080/public/api", {}),
        ("http://127.9.9.9", {}),
        ("http://[::1]:8080", {}),
        ("http://localhost:8080/public/api/", {}),
        ("https://exchange.example.org/elsewhere", {}),
        ("http://exchange:8080/public/api", {"allow_http": True}),
    ],
)
def test_address_that_keeps_the_key_private_is_taken(
    base_url: str, options: dict[str, Any], secret: str
) -> None:
    with ThreeCommas("key", HmacSigner(secret), base_url=base_url, **options) as client:
        assert str(client.http.base_url).rstrip("/") == base_url.rstrip("/")


def test_timeout_is_on_unless_the_caller_sets_it(secret: str) -> None:
    with ThreeCommas("key", HmacSigner(secret)) as client:
        assert client.http.timeout == httpx.Timeout(30)
    with ThreeCommas("key", HmacSigner(secret), timeout=httpx.Timeout(None, connect=3)) as client:
        assert client.http.timeout.connect == 3


@pytest.mark.parametrize("kind", [ThreeCommas, AsyncThreeCommas])
def test_client_shows_address_mode_and_guards_and_neither_key_nor_secret(
    kind: type[ThreeCommas | AsyncThreeCommas], secret: str
) -> None:
    shown = repr(kind("a-key", HmacSigner(secret), mode="paper", read_only=True, max_total="100"))
    guards = "mode='paper' read_only=True max_total='100'"
    assert shown == f"<{kind.__name__} https://api.3commas.io/public/api {guards}>"
    assert repr(kind("a-key", HmacSigner(secret))) == f"<{kind.__name__} https://api.3commas.io/public/api>"


def test_each_request_names_the_version_that_is_installed(secret: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        agents.append(request.headers["User-Agent"])
        return httpx.Response(200, json={"pong": "pong"})

    agents: list[str] = []
    transport = httpx.MockTransport(answer)
    with ThreeCommas("key", HmacSigner(secret), transport=transport) as client:
        client.ping()
        client.http.get("/ver1/ping")
    expected = f"threecommas-sdk/{importlib.metadata.version('threecommas-sdk')}"
    assert threecommas.__version__ in expected
    assert agents == [f"{expected} python-httpx/{httpx.__version__}"] * 2


def test_parameter_that_no_address_holds_is_an_error_of_the_call_and_nothing_is_sent(secret: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise AssertionError("it was sent")

    client = ThreeCommas("key", HmacSigner(secret), transport=httpx.MockTransport(answer))
    with client, pytest.raises(EncodeError, match="too long"):
        next(iter(client.smart_trades.list(pair="x" * 100_000)))
