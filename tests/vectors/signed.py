"""What leaves for the arguments of a call, by the document and the standard algorithms alone."""

import base64
import hashlib
import hmac
import json
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.property.typed_calls import operation_of
from tests.property.validity import DOCUMENT

Json = dict[str, Any]
JOINS = {"question_mark": "?", "nothing": ""}
# What 3Commas prints for each kind of key.
PUBLISHED = {"hmac": "question_mark", "rsa": "nothing"}


def sent(case: Json) -> Json:
    """Return method, target, headers and body of a case."""
    path, method = place_of(case["operation_id"])
    for name, value in case.get("path", {}).items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    query = urlencode(case.get("query", {}))
    body = json.dumps(case["body"], separators=(",", ":"), ensure_ascii=False) if "body" in case else ""
    return {
        "method": method,
        "target": f"/public/api{path}{'?' if query else ''}{query}",
        "headers": case.get("header", {}) | ({"Content-Type": "application/json"} if body else {}),
        "body": body,
    }


def place_of(operation_id: str) -> tuple[str, str]:
    """Return path and method of an operation."""
    wanted = operation_of(operation_id)
    return next(
        (path, method.upper())
        for path, item in DOCUMENT["paths"].items()
        for method, operation in item.items()
        if operation is wanted
    )


def signed(request: Json, keys: Json) -> list[Json]:
    """Return the signed text and the signature for each key and join, each once."""
    entries = []
    for key, printed in PUBLISHED.items():
        for join, mark in JOINS.items():
            joined = bool(request["body"]) and "?" not in request["target"]
            if joined or join == printed:
                text = request["target"] + (mark if joined else "") + request["body"]
                entries.append(
                    {"key": key, "join": join, "published": join == printed}
                    | {"text": text, "signature": signature(key, text.encode(), keys)}
                )
    return entries


def signature(key: str, text: bytes, keys: Json) -> str:
    """Return the Signature header of a text."""
    if key == "hmac":
        return hmac.new(keys["hmac"]["secret"].encode(), text, hashlib.sha256).hexdigest()
    private = _private("\n".join(keys["rsa"]["private_key"]))
    return base64.b64encode(private.sign(text, PKCS1v15(), SHA256())).decode()


@cache
def _private(pem: str) -> RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, RSAPrivateKey)
    return key
