"""Somebody's own httpx client as a transport: its connections, proxies, certificates, limits and hooks.

Of its settings for requests (base URL, headers, parameters, auth, time-outs, redirects) none count, because
a request comes here as it is to leave. It is never closed here: it belongs to whoever made it.
"""

import httpx

from threecommas.errors import ConfigurationError

Way = httpx.BaseTransport | httpx.Client
AsyncWay = httpx.AsyncBaseTransport | httpx.AsyncClient


class BorrowedClient(httpx.BaseTransport):
    """Sends through an `httpx.Client`."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request once, as it is."""
        return self._http.send(request, stream=True, auth=None, follow_redirects=False)


class AsyncBorrowedClient(httpx.AsyncBaseTransport):
    """Sends through an `httpx.AsyncClient`."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request once, as it is."""
        return await self._http.send(request, stream=True, auth=None, follow_redirects=False)


def transport_of(way: Way | None, proxy: httpx.Proxy | None) -> httpx.BaseTransport:
    """Return what sends: the caller's way, or httpx's own through the proxy."""
    if isinstance(way, httpx.Client):
        return BorrowedClient(way)
    if way is None:
        return httpx.HTTPTransport(proxy=proxy)
    # An async one would only be noticed when the first order is sent.
    if not isinstance(way, httpx.BaseTransport):
        raise _wrong(way, "an httpx.Client or a transport of one")
    return way


def async_transport_of(way: AsyncWay | None, proxy: httpx.Proxy | None) -> httpx.AsyncBaseTransport:
    """Return what sends for asyncio and trio, as `transport_of`."""
    if isinstance(way, httpx.AsyncClient):
        return AsyncBorrowedClient(way)
    if way is None:
        return httpx.AsyncHTTPTransport(proxy=proxy)
    if not isinstance(way, httpx.AsyncBaseTransport):
        raise _wrong(way, "an httpx.AsyncClient or a transport of one")
    return way


def _wrong(way: object, wanted: str) -> ConfigurationError:
    return ConfigurationError(f"The transport is a {type(way).__name__}. Give {wanted}.")
