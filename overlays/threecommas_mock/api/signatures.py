"""Check of a request's signature over the bytes as they came in.

Bytes in, a verdict out. Headers and keys are looked up elsewhere. The published vectors decide what is
signed:

    no query, no body   path
    query               path?query
    form body           path?body
    JSON body           path?body for HMAC keys, path + body (no question mark) for RSA keys
    query and body      path?query + body (words only, no published vector)

The docs' HMAC page says a JSON body is left out of the signed text. The signature it prints says otherwise.
Clients that work with the real API send either join with either kind of key. A lenient check takes both and
reports which one it was. A strict check takes the published one alone.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from threecommas_mock.api.credentials import Credential
from threecommas_mock.http.messages import Request


class Strictness(StrEnum):
    """How many ways of joining path and body are accepted."""

    STRICT = "strict"
    LENIENT = "lenient"


class Join(StrEnum):
    """How the signed text was put together."""

    PATH = "path"
    BARE_MARK = "path?"
    MARKED = "path?rest"
    PLAIN = "path+rest"


def matching_join(
    request: Request, credential: Credential, signature: bytes, strictness: Strictness
) -> Join | None:
    """Find the join under which *signature* is right, None if it is wrong under all accepted ones."""
    for join, text in _texts(request, credential, strictness):
        if is_signed(credential, text, signature):
            return join
    return None


def _texts(request: Request, credential: Credential, strictness: Strictness) -> Iterator[tuple[Join, bytes]]:
    path, query, body = request.path, request.query, request.body
    if not query and not body:
        yield Join.PATH, path
        if strictness is Strictness.LENIENT:
            # A bare ? at the end of the URL is signed too, but HTTP servers do not hand it on.
            yield Join.BARE_MARK, path + b"?"
        return
    marked, plain = path + b"?" + query + body, path + body
    # The published RSA vector leaves the question mark out for JSON; for a form it is there.
    if query or credential.public_key is None or not request.is_json:
        yield Join.MARKED, marked
        if strictness is Strictness.LENIENT and not query:
            yield Join.PLAIN, plain
        return
    yield Join.PLAIN, plain
    if strictness is Strictness.LENIENT:
        yield Join.MARKED, marked


def is_signed(credential: Credential, text: bytes, signature: bytes) -> bool:
    """Tell whether *signature* is that of *text* by the key: HMAC in hex, or RSA (PKCS#1 v1.5) in base64."""
    if credential.secret is not None:
        expected = hmac.digest(credential.secret.encode(), text, "sha256").hex().encode()
        return hmac.compare_digest(expected, signature.lower())  # hex: the case does not matter
    return _verify_rsa(credential, text, signature)


def _verify_rsa(credential: Credential, text: bytes, signature: bytes) -> bool:
    try:
        raw = b64decode(signature, validate=True)
        # Base64 can spell the same bytes in several ways; only the one that openssl prints is accepted.
        if not hmac.compare_digest(b64encode(raw), signature):
            return False
        credential.rsa.verify(raw, text, PKCS1v15(), SHA256())
    except (binascii.Error, InvalidSignature):
        return False
    return True
