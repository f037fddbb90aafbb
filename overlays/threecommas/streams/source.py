"""The source of a client's streams: their address, the key that subscribes, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx
from threecommas_rest.acceptance import DeviationsHook

from threecommas.configuration.connection import stream_proxy
from threecommas.errors import ConfigurationError
from threecommas.messages.hidden import Hidden
from threecommas.signing import NotPicklable, Signer

# Few programs have a stream; the others start sooner.
if TYPE_CHECKING:
    from threecommas.streams.channels import Channel, Subscription
    from threecommas.streams.connection import AsyncStreamConnection, StreamConnection
    from threecommas.streams.websocket import Address

StreamTransport: TypeAlias = Callable[[], Any]
"""Opens a connection when it is called, such as `MockExchange.open_stream` does, in place of a socket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSource(NotPicklable):
    """Opens connections for one client. `url` is None where nobody has said where its streams are."""

    url: str | None
    api_key: str = field(repr=False)
    signer: Signer = field(repr=False)
    proxy: Hidden[str | httpx.Proxy | None]
    transport: StreamTransport | None
    is_dry_run: bool
    on_deviations: DeviationsHook | None

    def check(self) -> None:
        """Raise `ConfigurationError` if no connection could ever be opened."""
        if self.transport is not None:
            return
        if self.url is None:
            raise ConfigurationError(
                "This client is not for 3Commas itself, and nobody has said where its streams are. Give it "
                "stream_url, or set THREECOMMAS_STREAM_URL, such as to ws://127.0.0.1:8080/websocket"
            )
        from threecommas.streams.websocket import require_websockets  # noqa: PLC0415

        require_websockets()

    @property
    def name(self) -> str:
        """The address, as errors show it."""
        return self.url or "the stream_transport"

    def subscriptions(self, channels: Iterable[Channel]) -> list[Subscription]:
        """Return a subscription of the key to each channel."""
        from threecommas.streams.channels import StreamKey, subscription  # noqa: PLC0415

        keys = [StreamKey(self.api_key, self.signer)]
        return [subscription(each, keys) for each in channels]

    def open(self, timeout: float) -> StreamConnection:
        """Return an open connection; raise `StreamNotOpenedError` if there is none in so many seconds."""
        if self.transport is not None:
            made: StreamConnection = self.transport()
            return made
        from threecommas.streams.websocket import open_socket  # noqa: PLC0415

        return open_socket(self._address(), timeout)

    async def open_async(self, timeout: float) -> AsyncStreamConnection | StreamConnection:  # noqa: ASYNC109
        """Return an open connection as `open`, for asyncio."""
        from threecommas.streams.connection import awaited  # noqa: PLC0415
        from threecommas.streams.websocket import open_async_socket  # noqa: PLC0415

        if self.transport is not None:
            made: AsyncStreamConnection | StreamConnection = await awaited(self.transport())
            return made
        return await open_async_socket(self._address(), timeout)

    def _address(self) -> Address:
        from threecommas.streams.websocket import Address  # noqa: PLC0415

        url = self.url or ""
        return Address(url, Hidden(_proxy_url(stream_proxy(url, self.proxy.value))))


def _proxy_url(proxy: httpx.Proxy | None) -> str | None:
    if proxy is None or proxy.raw_auth is None:
        return None if proxy is None else str(proxy.url)
    user, password = (part.decode() for part in proxy.raw_auth)
    return str(proxy.url.copy_with(username=user, password=password))
