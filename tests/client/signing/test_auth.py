"""The signature on a request as httpx sends it. `test_signing` has the published vectors.

The expected text is put together anew here, from the request that reaches the transport.
"""

import asyncio
import copy
import hashlib
import hmac
import json
import pickle
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas import (
    AsyncThreeCommas,
    BodySeparator,
    ConfigurationError,
    HmacSigner,
    RsaSigner,
    Signer,
    ThreeCommas,
)
from threecommas.signing.httpx_auth import SignatureAuth

DATA = Path(__file__).parents[1] / "data"
REQUESTS = json.loads((DATA / "requests.json").read_text("utf-8"))
BASE = "https://api.3commas.io/public/api"


class Recorder(httpx.MockTransport):
    """Takes every request, answers each with success and keeps it."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        super().__init__(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json={})


def sent(case: dict[str, Any], api_key: str, signer: Signer) -> httpx.Request:
    recorder = Recorder()
    arguments = {name: value for name, value in case.items() if name != "case"}
    with ThreeCommas(api_key, signer, transport=recorder) as client:
        client.http.request(**arguments)
    return recorder.requests[0]


def sent_async(case: dict[str, Any], api_key: str, signer: Signer) -> httpx.Request:
    recorder = Recorder()
    arguments = {name: value for name, value in case.items() if name != "case"}

    async def send() -> None:
        async with AsyncThreeCommas(api_key, signer, transport=recorder) as client:
            await client.http.request(**arguments)

    asyncio.run(send())
    return recorder.requests[0]


def expected_text(request: httpx.Request, *, rsa: bool) -> bytes:
    target, body = request.url.raw_path, request.content
    is_json = not request.headers.get("content-type", "").lower().startswith("application/x-www-form")
    if b"?" in target or not body or (rsa and is_json):
        return target + body
    return target + b"?" + body


@pytest.mark.parametrize("send", [sent, sent_async])
@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: str(case["case"]))
def test_hmac_signature_covers_the_bytes_that_go_out(
    case: dict[str, Any], send: Any, api_key: str, secret: str
) -> None:
    request = send(case, api_key, HmacSigner(secret))
    text = expected_text(request, rsa=False)
    assert request.url.raw_path.startswith(b"/public/api/")
    assert request.headers["Apikey"] == api_key
    assert request.headers["Signature"] == hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("send", [sent, sent_async])
@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: str(case["case"]))
def test_rsa_signature_covers_the_bytes_that_go_out(
    case: dict[str, Any], send: Any, api_key: str, pem: bytes
) -> None:
    signer = RsaSigner(pem)
    request = send(case, api_key, signer)
    assert request.headers["Signature"] == signer.sign(expected_text(request, rsa=True))


@pytest.mark.parametrize(
    "name", ["hmac_query", "hmac_form_body", "hmac_json_body", "rsa_query", "rsa_json_body"]
)
def test_request_of_a_published_example_carries_its_signature(
    name: str, api_key: str, signers: dict[str, Signer]
) -> None:
    vector = json.loads((DATA / "vectors" / f"{name}.json").read_text("utf-8"))
    case = {
        "method": "POST",
        "url": vector["target"].removeprefix("/public/api"),
        "content": vector["body"],
        "headers": {"Content-Type": vector["content_type"]},
    }
    assert sent(case, api_key, signers[vector["key"]]).headers["Signature"] == vector["signature"]


def test_streamed_body_is_signed_like_any_other(api_key: str, signers: dict[str, Signer]) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"mode": '
        yield b'"paper"}'

    async def pieces_async() -> AsyncIterator[bytes]:
        for piece in pieces():
            yield piece

    whole = {"method": "POST", "url": "/v2/smart_trades", "content": b'{"mode": "paper"}'}
    expected = sent(whole, api_key, signers["hmac"]).headers["Signature"]
    assert sent({**whole, "content": pieces()}, api_key, signers["hmac"]).headers["Signature"] == expected
    streamed = sent_async({**whole, "content": pieces_async()}, api_key, signers["hmac"])
    assert streamed.headers["Signature"] == expected


def test_signer_of_another_make_is_used_with_its_own_join(api_key: str) -> None:
    class Vault:
        separator = BodySeparator.NOTHING

        def sign(self, text: bytes) -> str:
            return f"signed {len(text)} bytes"

    request = sent({"method": "POST", "url": "/v2/smart_trades", "json": {}}, api_key, Vault())
    assert request.headers["Signature"] == f"signed {len('/public/api/v2/smart_trades{}')} bytes"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/public/api/v2/smart_trades",
        "http://api.3commas.io/public/api/v2/smart_trades",
        "https://api.3commas.io:8443/public/api/v2/smart_trades",
    ],
)
def test_request_to_another_origin_never_leaves(url: str, api_key: str, secret: str) -> None:
    recorder = Recorder()
    with (
        ThreeCommas(api_key, HmacSigner(secret), transport=recorder) as client,
        pytest.raises(ConfigurationError, match="meant for"),
    ):
        client.http.get(url)
    assert recorder.requests == []


def test_default_port_is_the_same_origin(api_key: str, secret: str) -> None:
    case = {"method": "GET", "url": "https://api.3commas.io:443/public/api/ver1/validate"}
    assert sent(case, api_key, HmacSigner(secret)).headers["Apikey"] == api_key


def test_auth_shows_neither_key_nor_signer(api_key: str, secret: str) -> None:
    shown = repr(SignatureAuth(api_key, HmacSigner(secret), base_url=httpx.URL(BASE)))
    assert shown == "SignatureAuth(<API key>, HmacSigner)"


@pytest.mark.parametrize(
    "copied", [pickle.dumps, copy.copy, copy.deepcopy], ids=["pickle", "copy", "deepcopy"]
)
def test_auth_refuses_to_be_copied_out_of_the_process(copied: Any, api_key: str, secret: str) -> None:
    with pytest.raises(TypeError, match="holds a secret"):
        copied(SignatureAuth(api_key, HmacSigner(secret), base_url=httpx.URL(BASE)))
