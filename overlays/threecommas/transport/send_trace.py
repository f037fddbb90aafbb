"""Whether a write has begun to leave, as httpcore's trace tells it.

It matters where a call is cancelled or interrupted: what had not begun to leave was not carried out. Reads
are not watched, as nothing depends on it.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import httpx

_KEY = "threecommas.transport.send_trace"
# Of HTTP/1.1 and HTTP/2, and of the CONNECT to a proxy: that one is taken for the request, which errs on the
# safe side.
_BEGINNING = "send_request_headers.started"


class Departure:
    """One attempt of one write."""

    def __init__(self, trace: Any) -> None:
        self._trace = trace
        self._is_told = self._has_begun = False

    @property
    def may_have_begun(self) -> bool:
        """Whether bytes may have left; so too where the HTTP stack does not tell."""
        return self._has_begun or not self._is_told

    def is_told(self) -> None:
        """Note that the stack tells of every request, so that silence means that nothing has begun."""
        self._is_told = True

    def see(self, event: str, info: dict[str, Any]) -> Any:
        """Take an event of httpcore and hand it on to a trace of the caller's."""
        self._is_told = True
        self._has_begun = self._has_begun or event.endswith(_BEGINNING)
        return None if self._trace is None else self._trace(event, info)

    async def see_async(self, event: str, info: dict[str, Any]) -> None:
        """Take an event as `see` does."""
        awaitable = self.see(event, info)
        if awaitable is not None:
            await awaitable


@contextlib.contextmanager
def watched(request: httpx.Request) -> Iterator[Departure]:
    """Give what tells of one attempt; afterwards the request is as it was."""
    extensions, before = request.extensions, request.extensions.get("trace")
    extensions[_KEY] = departure = Departure(before)
    try:
        yield departure
    finally:
        del extensions[_KEY]
        extensions.pop("trace", None)
        if before is not None:
            extensions["trace"] = before


def trace(request: httpx.Request, inner: object, *, is_async: bool = False) -> None:
    """Let the transport tell of a request that is watched."""
    departure: Departure | None = request.extensions.get(_KEY)
    if departure is None:
        return
    request.extensions["trace"] = departure.see_async if is_async else departure.see
    # Of a class derived from these nobody knows what it does before it hands the request on.
    if type(inner) in (httpx.HTTPTransport, httpx.AsyncHTTPTransport):
        departure.is_told()
