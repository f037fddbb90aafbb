"""Signature of a request, as 3Commas computes it: bytes in, text out.

Nothing here knows an HTTP library, a clock or a file, so the published examples are checked byte for byte.
Putting the signature on a request is the work of `threecommas.signing.httpx_auth`.

What is signed, with P the path (``/public/api`` included), Q the query as sent, B the body as sent:

    ===================  ==========  =========================================================
    request              text        backed by
    ===================  ==========  =========================================================
    neither query, body  P           traffic of clients at work
    query                P?Q         published signatures, both key types
    form body            P?B         published signatures, both key types
    JSON body, HMAC      P?B         published signature; the page beside it prints P alone,
                                     which does not give that signature
    JSON body, RSA       PB          published signature
    query and body       P?QB        the page's words only: no published signature
    ===================  ==========  =========================================================

Pages 5 (RSA) and 6 (HMAC) of quick-start in 3commas-io/3commas-official-api-docs.
"""

import base64
import enum
import functools
import hashlib
import hmac
from typing import NoReturn, Protocol, runtime_checkable

from threecommas.errors import ConfigurationError
from threecommas.messages.hidden import Hidden
from threecommas.signing.private_key import load_rsa_key

FORM = "application/x-www-form-urlencoded"


class BodySeparator(enum.Enum):
    """What stands between the path and a JSON body in the signed text."""

    QUESTION_MARK = b"?"
    """``path?body``: published for HMAC keys."""

    NOTHING = b""
    """``pathbody``: published for RSA keys; clients at work show that HMAC keys may use it too."""


def signed_text(target: bytes, body: bytes, *, content_type: str, separator: BodySeparator) -> bytes:
    """Return the bytes that get signed.

    `target` is path and query exactly as they stand in the request line, `body` the bytes as sent.
    `separator` decides about every body but a form, which always follows a question mark.
    """
    # A question mark already there, even one with nothing behind it, is signed as it is and not repeated.
    if not body or b"?" in target:
        return target + body
    between = BodySeparator.QUESTION_MARK if _media_type(content_type) == FORM else separator
    return target + between.value + body


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


@runtime_checkable
class Signer(Protocol):
    """Whatever can sign: a key in memory, or a key that never leaves its vault (KMS, HSM).

    A vault's signer calls the vault in `sign`; the rest of the client does not know the difference.
    """

    @property
    def separator(self) -> BodySeparator:
        """How the signed text of a request with a JSON body is put together."""
        ...

    def sign(self, text: bytes) -> str:
        """Return the value of the Signature header for this text."""
        ...


class NotPicklable:
    """Mixin of objects that hold a secret: no copy of them leaves the process."""

    __slots__ = ()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} holds a secret and is neither pickled nor copied. "
            "Make a new one from the key where it is needed."
        )


class HmacSigner(NotPicklable):
    """Signs with the secret of a system-generated key: HMAC-SHA256, lower-case hex.

    Raises `ConfigurationError` for a secret that cannot be one.
    """

    __slots__ = ("_keyed", "_separator")

    def __init__(self, secret: str, *, separator: BodySeparator = BodySeparator.QUESTION_MARK) -> None:
        hidden = Hidden(secret)
        del secret
        # Keyed once and copied for each request: a third faster, and the secret itself is not kept.
        self._keyed = hmac.new(_checked_secret(hidden).value, digestmod=hashlib.sha256)
        self._separator = separator

    @property
    def separator(self) -> BodySeparator:
        """How the signed text of a request with a JSON body is put together."""
        return self._separator

    def sign(self, text: bytes) -> str:
        """Return the signature of `text` in hex."""
        mac = self._keyed.copy()
        mac.update(text)
        return mac.hexdigest()

    def __repr__(self) -> str:
        return f"HmacSigner(<secret>, separator={getattr(self, '_separator', None)})"


class RsaSigner(NotPicklable):
    """Signs with a self-generated RSA key: RSASSA-PKCS1-v1_5 with SHA-256, Base64 on one line.

    `pem` is the private key's text (PKCS#1 or PKCS#8), `password` what it is encrypted with, if it is.
    Raises `ConfigurationError` for anything else than an RSA private key that can be read.
    """

    __slots__ = ("_separator", "_signature")

    def __init__(
        self,
        pem: str | bytes,
        *,
        separator: BodySeparator = BodySeparator.NOTHING,
        password: str | bytes | None = None,
    ) -> None:
        text, phrase = Hidden(pem), Hidden(password)
        del pem, password
        # Deferred, because loading cryptography takes longer than loading all the rest of the client,
        # and a program with an HMAC key never needs it.
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

        # Parsed once: parsing takes fifty times as long as signing.
        key = load_rsa_key(text, password=phrase)
        self._signature = functools.partial(key.sign, padding=PKCS1v15(), algorithm=SHA256())
        self._separator = separator

    @property
    def separator(self) -> BodySeparator:
        """How the signed text of a request with a JSON body is put together."""
        return self._separator

    def sign(self, text: bytes) -> str:
        """Return the signature of `text` in Base64."""
        return base64.b64encode(self._signature(text)).decode()

    def __repr__(self) -> str:
        return f"RsaSigner(<private key>, separator={getattr(self, '_separator', None)})"


def _checked_secret(secret: Hidden[str]) -> Hidden[bytes]:
    """Return the bytes of the secret; raise `ConfigurationError` for what no secret can be."""
    if not isinstance(secret.value, str) or not secret.value:
        raise ConfigurationError(
            "The secret is empty or not text. Give the secret 3Commas showed when the key was made."
        )
    if secret.value.lstrip().startswith("-----BEGIN"):
        raise ConfigurationError("The secret is PEM text, so the key is an RSA key. Sign with RsaSigner.")
    if any(character.isspace() for character in secret.value):
        raise ConfigurationError(
            "The secret holds white space, which no secret of 3Commas does. Copy it again, without line ends."
        )
    try:
        return Hidden(secret.value.encode())
    except UnicodeEncodeError:
        pass
    # Outside of `except`, because that error holds the secret.
    raise ConfigurationError("The secret holds characters that are not text. Copy it again.")
