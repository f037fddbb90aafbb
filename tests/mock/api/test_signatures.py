"""Signatures over the bytes of a request: what is accepted, and what one changed byte does to it."""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from threecommas_mock import Credential, Join, MockExchange, Strictness
from threecommas_mock.api.signatures import matching_join
from threecommas_mock.http.messages import Request

from tests.mock.signed_client import DOCUMENT

PUBLISHED = Path(__file__).parents[2] / "client" / "data"
VECTORS = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted((PUBLISHED / "vectors").glob("*.json"))
}
SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
JSON = {"Content-Type": "application/json"}


def private_key() -> RSAPrivateKey:
    key = load_pem_private_key((PUBLISHED / "published_rsa_key.pem").read_bytes(), password=None)
    assert isinstance(key, RSAPrivateKey)
    return key


def public_pem() -> str:
    return private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


CREDENTIALS = {
    "hmac": Credential("hmac-key", secret=SECRET),
    "rsa": Credential("rsa-key", public_key=public_pem()),
}


def request_of(vector: dict[str, str]) -> Request:
    path, _, query = vector["target"].encode().partition(b"?")
    headers = {b"content-type": vector["content_type"].encode()}
    return Request("POST", path, query, headers, vector["body"].encode())


def judged(vector: dict[str, Any], strictness: Strictness, signature: str | None = None) -> Join | None:
    sent = (signature or vector["signature"]).encode()
    return matching_join(request_of(vector), CREDENTIALS[vector["key"]], sent, strictness)


def sign(text: bytes, kind: str) -> str:
    if kind == "hmac":
        return hmac.new(SECRET.encode(), text, hashlib.sha256).hexdigest()
    return base64.b64encode(private_key().sign(text, PKCS1v15(), SHA256())).decode()


@pytest.mark.parametrize("name", VECTORS)
def test_strict_check_takes_published_signatures_alone(name: str) -> None:
    published = VECTORS[name]["published_in"] is not None or VECTORS[name]["body"] == ""
    assert (judged(VECTORS[name], Strictness.STRICT) is not None) == published


@pytest.mark.parametrize("name", VECTORS)
def test_lenient_check_takes_every_vector_and_says_how_it_was_joined(name: str) -> None:
    vector = VECTORS[name]
    query_or_body = "?" in vector["target"] or vector["body"]
    joins = {"QUESTION_MARK": Join.MARKED, "NOTHING": Join.PLAIN}
    expected = joins[vector["join"]] if query_or_body and "?" not in vector["target"] else Join.MARKED
    assert judged(vector, Strictness.LENIENT) == (expected if query_or_body else Join.PATH)


def test_hmac_signature_of_the_path_alone_is_wrong_for_a_json_body() -> None:
    alone = VECTORS["hmac_path_alone_for_a_json_body"]["signature"]
    assert judged(VECTORS["hmac_json_body"], Strictness.LENIENT, alone) is None


def test_case_counts_in_base64_and_not_in_hex() -> None:
    upper = VECTORS["hmac_query"]["signature"].upper()
    assert judged(VECTORS["hmac_query"], Strictness.STRICT, upper) is Join.MARKED
    swapped = VECTORS["rsa_query"]["signature"].swapcase()
    assert judged(VECTORS["rsa_query"], Strictness.STRICT, swapped) is None


def test_base64_that_spells_the_same_bytes_differently_is_refused() -> None:
    signature = VECTORS["rsa_query"]["signature"]
    # The last character before == carries four unused bits: x reads as w does.
    assert signature.endswith("w==")
    assert judged(VECTORS["rsa_query"], Strictness.LENIENT, signature.replace("w==", "x==")) is None


@pytest.mark.parametrize("signature", ["", "z", "é", "AAAA", "=", "0" * 64])
@pytest.mark.parametrize("name", ["hmac_json_body", "rsa_json_body"])
def test_anything_else_is_refused(name: str, signature: str) -> None:
    assert judged(VECTORS[name], Strictness.LENIENT, signature or " ") is None


def test_bare_question_mark_may_be_signed() -> None:
    request = Request("GET", b"/public/api/ver1/validate")
    signature = sign(request.path + b"?", "hmac").encode()
    assert matching_join(request, CREDENTIALS["hmac"], signature, Strictness.LENIENT) is Join.BARE_MARK
    assert matching_join(request, CREDENTIALS["hmac"], signature, Strictness.STRICT) is None


def flipped(data: bytes, index: int) -> bytes:
    return data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :]


TARGET = b"/public/api/v2/smart_trades?page=2&per_page=5"
BODY = b'{"note": "a"}'


@pytest.mark.parametrize("kind", ["hmac", "rsa"])
@pytest.mark.parametrize("part", ["path", "query", "body"])
def test_one_flipped_bit_makes_the_signature_invalid(kind: str, part: str) -> None:
    exchange = MockExchange(credentials=CREDENTIALS.values())
    path, _, query = TARGET.partition(b"?")
    parts = {"path": path, "query": query, "body": BODY}
    headers = {b"apikey": CREDENTIALS[kind].key.encode(), b"content-type": b"application/json"}
    headers[b"signature"] = sign(path + b"?" + query + BODY, kind).encode()
    right = exchange.answer(Request("GET", path, query, headers, BODY))
    assert right.status == 200
    for index in range(len(parts[part])):
        changed = parts | {part: flipped(parts[part], index)}
        answer = exchange.answer(Request("GET", changed["path"], changed["query"], headers, changed["body"]))
        assert (answer.status, json.loads(answer.body)["error"]) == (401, "signature_invalid")


def test_one_flipped_bit_of_the_secret_makes_the_signature_invalid() -> None:
    text = b"/public/api/ver1/validate"
    for index in range(len(SECRET)):
        secret = flipped(SECRET.encode(), index).decode()
        exchange = MockExchange(credentials=[Credential("hmac-key", secret=secret)], document=DOCUMENT)
        headers = {b"apikey": b"hmac-key", b"signature": sign(text, "hmac").encode()}
        answer = exchange.answer(Request("GET", text, b"", headers))
        assert (answer.status, json.loads(answer.body)["error"]) == (401, "signature_invalid")


def test_exchange_counts_how_each_key_joins_its_text() -> None:
    exchange = MockExchange(credentials=CREDENTIALS.values())
    text = b"/public/api/v2/smart_trades/1/set_note"
    with httpx.Client(transport=exchange.transport(), base_url="https://threecommas.mock") as client:
        for join in (text + b"?" + BODY, text + BODY, text + BODY, text):
            headers = JSON | {"Apikey": "hmac-key", "Signature": sign(join, "hmac")}
            client.post(text.decode(), content=BODY, headers=headers)
    assert exchange.joins == {("hmac-key", Join.MARKED): 1, ("hmac-key", Join.PLAIN): 2}


def test_credential_has_either_a_secret_or_an_rsa_public_key() -> None:
    with pytest.raises(ValueError, match="not both or none"):
        Credential("key")
    with pytest.raises(ValueError, match="not both or none"):
        Credential("key", secret="s", public_key="p")
    with pytest.raises(ValueError, match=r"PEM|deserialize"):
        Credential("key", public_key="no pem")
    other = Ed25519PrivateKey.generate().public_key()
    pem = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    with pytest.raises(ValueError, match="not an RSA public key"):
        Credential("key", public_key=pem)


def test_credential_does_not_show_its_secret() -> None:
    assert SECRET not in repr(CREDENTIALS["hmac"])
