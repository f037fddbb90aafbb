"""httpx clients with a short way for the requests of operations: built, signed, delivered, judged.

A third of the time of httpx's own way goes into what no operation uses: it merges addresses and defaults,
looks for cookies and for redirects. Every other request, and every request of a client that was given
cookies, parameters or another auth after it was made, takes that way all the same.

On either way an answer that is no success becomes its typed error here and not in an event hook: hooks are
the caller's, who may replace them at any time. Theirs run before, so they see refused answers too.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

import httpx

from threecommas.errors import EncodeError
from threecommas.signing.httpx_auth import SignatureAuth
from threecommas.transport.httpx_messages import check_open, raise_if_refused
from threecommas.transport.httpx_transports import AsyncPipelineTransport, PipelineTransport
from threecommas.transport.shown_requests import ShownRequest
from threecommas.version import user_agent

F = TypeVar("F", bound=Callable[..., Any])
EventHooks = dict[str, list[Callable[..., Any]]]

# Addresses, which httpx would parse each time: programs ask for the same SmartTrades again and again.
_ADDRESSES = 512
# What the generated client always gives httpx; a time-out besides, if the call has one of its own.
_GIVEN = frozenset({"method", "url", "params", "content", "headers", "extensions"})


def _with_signature_of(original: F) -> Callable[[Callable[..., Any]], F]:
    """Let a method be seen with the signature and docstring of httpx's own."""
    return cast("Callable[[Callable[..., Any]], F]", wraps(original))


class FastClient(httpx.Client):
    """An `httpx.Client` that sends what operations ask for without detours."""

    def __init__(
        self,
        transport: PipelineTransport,
        auth: SignatureAuth,
        *,
        base_url: httpx.URL,
        timeout: float | httpx.Timeout,
        event_hooks: EventHooks,
    ) -> None:
        super().__init__(
            auth=auth,
            base_url=base_url,
            timeout=timeout,
            transport=transport,
            event_hooks=event_hooks,
            headers={"User-Agent": user_agent()},
        )
        self._fast_path = _FastPath(self, auth)
        self._pipeline_transport = transport

    @_with_signature_of(httpx.Client.request)
    def request(self, *args: Any, **options: Any) -> httpx.Response:
        """Send a request, as httpx does."""
        if not self._fast_path.applies_to(options):
            return super().request(*args, **options)
        request = self._fast_path.request(options)
        for hook in self.event_hooks["request"]:
            hook(request)
        response = self._pipeline_transport.handle_request(request)
        response.request = request
        for hook in self.event_hooks["response"]:
            hook(response)
        raise_if_refused(response)
        return response

    @_with_signature_of(httpx.Client.send)
    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as httpx does, but follow no redirect: the API key would travel with it."""
        check_open(self, request)
        response = super().send(request, **options | {"follow_redirects": False})
        raise_if_refused(response)
        return response


class AsyncFastClient(httpx.AsyncClient):
    """`FastClient` for asyncio and trio."""

    def __init__(
        self,
        transport: AsyncPipelineTransport,
        auth: SignatureAuth,
        *,
        base_url: httpx.URL,
        timeout: float | httpx.Timeout,
        event_hooks: EventHooks,
    ) -> None:
        super().__init__(
            auth=auth,
            base_url=base_url,
            timeout=timeout,
            transport=transport,
            event_hooks=event_hooks,
            headers={"User-Agent": user_agent()},
        )
        self._fast_path = _FastPath(self, auth)
        self._pipeline_transport = transport

    @_with_signature_of(httpx.AsyncClient.request)
    async def request(self, *args: Any, **options: Any) -> httpx.Response:
        """Send a request, as httpx does."""
        if not self._fast_path.applies_to(options):
            return await super().request(*args, **options)
        request = self._fast_path.request(options)
        for hook in self.event_hooks["request"]:
            await hook(request)
        response = await self._pipeline_transport.handle_async_request(request)
        response.request = request
        for hook in self.event_hooks["response"]:
            await hook(response)
        raise_if_refused(response)
        return response

    @_with_signature_of(httpx.AsyncClient.send)
    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as httpx does, but follow no redirect: the API key would travel with it."""
        check_open(self, request)
        response = await super().send(request, **options | {"follow_redirects": False})
        raise_if_refused(response)
        return response


class _FastPath:
    """The short way of one client: who may take it, and what is sent along it."""

    def __init__(self, http: httpx.Client | httpx.AsyncClient, auth: SignatureAuth) -> None:
        self._http, self._auth, self._base_url = http, auth, http.base_url
        start = str(http.base_url).rstrip("/")

        @lru_cache(_ADDRESSES)
        def address(path: str, query: tuple[tuple[str, str], ...] | None) -> httpx.URL:
            return httpx.URL(start + path, params=query) if query else httpx.URL(start + path)

        self._address = address

    def applies_to(self, options: Mapping[str, Any]) -> bool:
        """Tell whether these are the arguments of an operation, and the client is as it was made."""
        http = self._http
        return (
            options.keys() - {"timeout"} == _GIVEN
            and "threecommas.operation" in options["extensions"]
            and http.base_url is self._base_url
            and http.auth is self._auth
            and not (http.is_closed or http.cookies or http.params)
        )

    def request(self, options: Mapping[str, Any]) -> httpx.Request:
        """Return the signed request."""
        headers = self._http.headers.copy()
        headers.update(options["headers"])
        timeout = options.get("timeout", self._http.timeout)
        try:
            address = self._address(options["url"], options["params"])
        except httpx.InvalidURL as error:
            raise EncodeError(f"cannot be sent in an address: {error}", path="parameters") from None
        request = ShownRequest(
            options["method"],
            address,
            headers=headers,
            content=options["content"],
            extensions={**options["extensions"], "timeout": httpx.Timeout(timeout).as_dict()},
        )
        self._auth.sign(request)
        return request
