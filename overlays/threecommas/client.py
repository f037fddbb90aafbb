"""`ThreeCommas` and `AsyncThreeCommas`: the generated client over an httpx client that signs.

Everything is handed to httpx as arguments: the signature as its auth, the typed errors as an event hook.
The operations themselves (``client.smart_trades.create(...)``) are the generated client's.
"""

import ipaddress

import httpx
from threecommas_rest import AsyncClient, Client

from threecommas.answers import Answer, without_secrets
from threecommas.auth import SignatureAuth
from threecommas.errors import ConfigurationError
from threecommas.refusals import refusal
from threecommas.signing import Signer

BASE_URL = "https://api.3commas.io/public/api"

# Seconds. An order is answered when the exchange has answered, which takes longer than httpx's default of 5.
TIMEOUT = 30.0


class ThreeCommas(Client):
    """Client of the 3Commas API: signed, typed, with an error class for each decision.

    `api_key` and `signer` (`HmacSigner(secret)` or `RsaSigner(pem)`) come from the API keys page of 3Commas.
    `timeout` is in seconds, for each of connecting, writing, reading and waiting for a connection.
    `transport` replaces httpx's own: another HTTP stack, a proxy, or an exchange in process.
    `allow_http` lets the key travel unencrypted to a host that is not this machine.
    Raises `ConfigurationError` for arguments that cannot work, before anything is sent.
    """

    def __init__(
        self,
        api_key: str,
        signer: Signer,
        *,
        base_url: str = BASE_URL,
        transport: httpx.BaseTransport | None = None,
        timeout: float | httpx.Timeout = TIMEOUT,
        allow_http: bool = False,
    ) -> None:
        url = _checked_url(base_url, allow_http=allow_http)
        super().__init__(
            httpx.Client(
                auth=SignatureAuth(api_key, signer, base_url=url),
                base_url=url,
                timeout=_checked_timeout(timeout),
                transport=transport,
                event_hooks={"response": [raise_if_refused]},
            )
        )


class AsyncThreeCommas(AsyncClient):
    """`ThreeCommas` for asyncio and trio: the same arguments, the same operations, each awaited."""

    def __init__(
        self,
        api_key: str,
        signer: Signer,
        *,
        base_url: str = BASE_URL,
        transport: httpx.AsyncBaseTransport | None = None,
        timeout: float | httpx.Timeout = TIMEOUT,
        allow_http: bool = False,
    ) -> None:
        url = _checked_url(base_url, allow_http=allow_http)
        super().__init__(
            httpx.AsyncClient(
                auth=SignatureAuth(api_key, signer, base_url=url),
                base_url=url,
                timeout=_checked_timeout(timeout),
                transport=transport,
                event_hooks={"response": [raise_if_refused_async]},
            )
        )


def raise_if_refused(response: httpx.Response) -> None:
    """Event hook: raise the typed error for an answer that is no success.

    It runs before httpx would follow a redirect, so the API key never travels to another address.
    """
    if not response.is_success:
        response.read()
        raise refusal(_answer(response))


async def raise_if_refused_async(response: httpx.Response) -> None:
    """Event hook of an async client: as `raise_if_refused`."""
    if not response.is_success:
        await response.aread()
        raise refusal(_answer(response))


def _answer(response: httpx.Response) -> Answer:
    """Return the facts of a response that has been read, without key and signature."""
    request = response.request
    secrets = [request.headers.get(name, "") for name in ("Apikey", "Signature")]
    return Answer(
        operation=request.extensions.get("threecommas.operation"),
        method=request.method,
        path=request.url.raw_path.partition(b"?")[0].decode("ascii"),
        status=response.status_code,
        headers=dict(response.headers),
        content=without_secrets(response.content, secrets),
    )


def _checked_timeout(timeout: float | httpx.Timeout) -> float | httpx.Timeout:
    # Zero or less would time out before anything happens, and None would wait for ever for an order.
    if not isinstance(timeout, httpx.Timeout) and not (isinstance(timeout, int | float) and timeout > 0):
        raise ConfigurationError(f"The timeout is {timeout!r}. Give seconds above zero.")
    return timeout


def _checked_url(base_url: str, *, allow_http: bool) -> httpx.URL:
    """Return the address as a URL; raise `ConfigurationError` if requests cannot or must not go there."""
    try:
        url = httpx.URL(base_url)
    except (httpx.InvalidURL, TypeError):
        raise ConfigurationError(f"The base_url is no URL. Give one such as {BASE_URL}") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise ConfigurationError(f"The base_url needs http or https and a host, such as {BASE_URL}")
    if url.userinfo or url.query or url.fragment:
        raise ConfigurationError(
            "The base_url has a user, query or fragment. Give scheme, host and path alone."
        )
    if url.scheme == "http" and not allow_http and not _is_loopback(url.host):
        raise ConfigurationError(
            f"The API key would travel unencrypted to {url.host}. Use https, or allow_http=True if the "
            "network between is your own."
        )
    return url


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
