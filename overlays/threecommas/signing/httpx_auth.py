"""Puts key and signature on a request that httpx is about to send.

The signature covers the very bytes that go out: the path and query of the request line, and the body.
What is computed from them is the matter of `threecommas.signing`.
"""

import re
from collections.abc import Generator

import httpx
from threecommas_rest.masking import mask_url

from threecommas.errors import ConfigurationError
from threecommas.messages.hidden import Hidden
from threecommas.messages.masked_body import masked
from threecommas.messages.signature import SignatureExplanation
from threecommas.signing import NotPicklable, Signer, signed_text

# What a header's value can carry without being changed on the way.
_HEADER_VALUE = re.compile(r"[!-~]+")


class SignatureAuth(NotPicklable, httpx.Auth):
    """Adds the Apikey and Signature headers to requests for one origin, and refuses all others.

    Serves sync and async clients alike: httpx drives the same generator for both.
    Raises `ConfigurationError` for an API key that no header can carry.
    """

    # Without it the body of a streamed request would be signed as if it were empty.
    requires_request_body = True

    def __init__(self, api_key: str, signer: Signer, *, base_url: httpx.URL) -> None:
        key, given = Hidden(api_key), Hidden(signer)
        del api_key, signer
        self._api_key = _checked_api_key(key).value
        self._signer = _checked_signer(given).value
        self._origin = _origin(base_url)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Hand the signed request to httpx."""
        self.sign(request)
        yield request

    def sign(self, request: httpx.Request) -> None:
        """Sign the request; raise `ConfigurationError` if it is meant for somebody else than 3Commas."""
        self.check_address(request)
        request.headers["Apikey"] = self._api_key
        request.headers["Signature"] = self._signer.sign(
            self._text(request, request.url.raw_path, request.content)
        )

    def check_address(self, request: httpx.Request) -> None:
        """Raise `ConfigurationError` for a request that does not go to the origin of the client.

        It is asked again right before each sending: event hooks run after signing and may change anything.
        """
        host = request.headers.get("Host", "").encode("ascii", "replace")
        if _origin(request.url) != self._origin or host.lower() != request.url.netloc.lower():
            raise ConfigurationError(
                f"A request to {request.url.host} (Host: {host.decode()}) would carry the API key, which is "
                f"meant for {self._origin[1]} alone. Send it with a client of its own."
            )
        # httpcore would put it into the request line, in the place of what was signed and judged.
        if "target" in request.extensions:
            raise ConfigurationError("The extension target changes what is signed. Give the URL instead.")

    def explain(self, request: httpx.Request) -> SignatureExplanation:
        """Return what is signed of a request whose body has been read. Nothing is signed by it.

        Secrets of an exchange are masked in it, wherever they stand.
        """
        target, body = mask_url(request.url.raw_path.decode("ascii")).encode(), masked(request.content)
        return SignatureExplanation(
            method=request.method,
            url=mask_url(str(request.url)),
            target=target,
            body=body,
            content_type=request.headers.get("Content-Type", ""),
            signer=type(self._signer).__name__,
            separator=self._signer.separator.name,
            signed_text=self._text(request, target, body),
        )

    def _text(self, request: httpx.Request, target: bytes, body: bytes) -> bytes:
        return signed_text(
            target,
            body,
            content_type=request.headers.get("Content-Type", ""),
            separator=self._signer.separator,
        )

    def __repr__(self) -> str:
        # The signer may be anybody's class: its own repr could show the key.
        return f"SignatureAuth(<API key>, {type(getattr(self, '_signer', None)).__name__})"


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _checked_api_key(api_key: Hidden[str]) -> Hidden[str]:
    if not isinstance(api_key.value, str) or not api_key.value:
        raise ConfigurationError("The API key is empty or not text. Give the key that 3Commas shows for it.")
    if not _HEADER_VALUE.fullmatch(api_key.value):
        raise ConfigurationError(
            "The API key holds white space or letters outside ASCII, which no key of 3Commas does. "
            "Copy it again, without line ends."
        )
    return api_key


def _checked_signer(signer: Hidden[Signer]) -> Hidden[Signer]:
    if not isinstance(signer.value, Signer):
        raise ConfigurationError(
            f"The signer is a {type(signer.value).__name__}, which cannot sign. "
            "Give HmacSigner(secret), RsaSigner(pem) or an object with the members of Signer."
        )
    return signer
