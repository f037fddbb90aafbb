"""Somebody's own httpx client as a transport: its connections, proxies, certificates, limits and hooks.

Of its settings for requests (base URL, headers, parameters, auth, time-outs, redirects) none count, because
a request comes here as it is to leave; its hooks may look at it, but not lead it elsewhere. It is never
closed here: it belongs to whoever made it.
"""

import ssl
from collections.abc import Callable
from typing import TypeVar

import httpx

from threecommas.configuration.connection import environment_proxy, is_loopback
from threecommas.errors import ConfigurationError
from threecommas.process_local import PerProcess
from threecommas.transport.socket_deadlines import bounded

T = TypeVar("T", httpx.BaseTransport, httpx.AsyncBaseTransport)
TransportArgument = httpx.BaseTransport | httpx.Client
AsyncTransportArgument = httpx.AsyncBaseTransport | httpx.AsyncClient


class BorrowedClient(httpx.BaseTransport):
    """Sends through an `httpx.Client`."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request once, as it is."""
        return self._http.send(_Bound(request), stream=True, auth=None, follow_redirects=False)


class AsyncBorrowedClient(httpx.AsyncBaseTransport):
    """Sends through an `httpx.AsyncClient`."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request once, as it is."""
        return await self._http.send(_Bound(request), stream=True, auth=None, follow_redirects=False)


class _BoundHeaders(httpx.Headers):
    """Headers whose Host stays what it is."""

    def __setitem__(self, key: str, value: str) -> None:
        _check_change(key)
        super().__setitem__(key, value)

    def __delitem__(self, key: str) -> None:
        _check_change(key)
        super().__delitem__(key)


class _Bound(httpx.Request):
    """A signed request on its way through somebody's hooks, which cannot lead it to anybody else."""

    _is_bound = False

    def __init__(self, request: httpx.Request) -> None:
        super().__init__(
            request.method,
            request.url,
            headers=request.headers,
            content=request.content,
            extensions=request.extensions,
        )
        self.headers = _BoundHeaders(self.headers)
        self._is_bound = True

    def __setattr__(self, name: str, value: object) -> None:
        if self._is_bound:
            _check_change(name)
        super().__setattr__(name, value)


def _check_change(name: str) -> None:
    if name.lower() in {"url", "headers", "host"}:
        raise ConfigurationError(
            f"A hook of the borrowed client changes the {name} of a signed request, so that the API key "
            "could travel to somebody else. Let it look, or give base_url to the client that signs."
        )


def sync_transport(
    way: TransportArgument | None, proxy: httpx.Proxy | None, url: httpx.URL
) -> httpx.BaseTransport:
    """Return what sends to `url`: the caller's way, or httpx's own through the proxy.

    Raises `ConfigurationError` for a way of the wrong kind, and for one that leads from this machine to this
    machine through a proxy of the environment.
    """
    _check_route(way, url)
    if isinstance(way, httpx.Client):
        return BorrowedClient(way)
    if way is None:
        return bounded(httpx.HTTPTransport(verify=_verification(url), proxy=proxy))
    # An async one would only be noticed when the first order is sent.
    if not isinstance(way, httpx.BaseTransport):
        raise _wrong(way, "an httpx.Client or a transport of one")
    return way


def async_transport(
    way: AsyncTransportArgument | None, proxy: httpx.Proxy | None, url: httpx.URL
) -> httpx.AsyncBaseTransport:
    """Return what sends for asyncio and trio, as `sync_transport`."""
    _check_route(way, url)
    if isinstance(way, httpx.AsyncClient):
        return AsyncBorrowedClient(way)
    if way is None:
        return bounded(httpx.AsyncHTTPTransport(verify=_verification(url), proxy=proxy))
    if not isinstance(way, httpx.AsyncBaseTransport):
        raise _wrong(way, "an httpx.AsyncClient or a transport of one")
    return way


def _verification(url: httpx.URL) -> ssl.SSLContext | bool:
    """Return how certificates are checked: with those of the system, or none is trusted where TLS is unused.

    To load them takes as long as all else that a client begins with.
    """
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if url.scheme == "http" else True


def per_process(
    inner: T, way: TransportArgument | AsyncTransportArgument | None, reopen: Callable[[], T]
) -> PerProcess[T]:
    """Return what sends, which a process that is forked off opens anew; a way of the caller's it cannot."""

    def opened(_: T) -> T:
        if way is None:
            return reopen()
        raise ConfigurationError(
            f"This client was made before the process was forked, and its transport, a {type(way).__name__}, "
            "belongs to the process before. Make a client with a transport of its own after the fork."
        )

    return PerProcess(inner, opened)


def _check_route(way: TransportArgument | AsyncTransportArgument | None, url: httpx.URL) -> None:
    """Refuse a way that would show the environment's proxy what is meant for this machine."""
    if is_loopback(url.host) and environment_proxy(url) and _takes_environment(way, url):
        raise ConfigurationError(
            f"The transport would lead requests to {url.host} through the proxy of the environment, which "
            "would see key and signature. Make it with trust_env=False; a proxy given to it still counts."
        )


def _takes_environment(way: TransportArgument | AsyncTransportArgument | None, url: httpx.URL) -> bool:
    """Tell whether a client or session of somebody else's goes by HTTP_PROXY and the like."""
    if isinstance(way, httpx.Client | httpx.AsyncClient):
        # What httpx offers says nothing of proxies. Without these two it counts as one that takes them.
        route, straight = getattr(way, "_transport_for_url", None), getattr(way, "_transport", None)
        return way.trust_env and (route is None or route(url) is not straight)
    # httpx-aiohttp keeps the session in `client`; that of its own making does not trust the environment.
    return bool(getattr(getattr(way, "client", None), "trust_env", False))


def _wrong(way: object, wanted: str) -> ConfigurationError:
    return ConfigurationError(f"transport must be {wanted}, got a {type(way).__name__}")
