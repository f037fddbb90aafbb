"""Websockets for uvicorn, with a way for the app to end a connection without a close frame."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

_EXTENSION = "threecommas_mock.drop"


class DroppableProtocol(WebSocketsSansIOProtocol):
    """One connection, which the app can drop."""

    def handle_connect(self, event: Request) -> None:
        """Begin a connection."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            # Typed as what ASGI's own extensions are, which are no functions.
            self.scope["extensions"] = {_EXTENSION: self.transport.close}  # type: ignore[dict-item]


def drop_of(scope: Scope) -> Callable[[], None] | None:
    """Return what ends the connection of *scope* without a word; None where the server has no such thing."""
    found: Callable[[], None] | None = (scope.get("extensions") or {}).get(_EXTENSION)
    return found
