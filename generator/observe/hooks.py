"""Event hooks that let a running program report drift, for httpx and whatever has requests of the same form.

    observer = Observer(read_document(Path("generated/threecommas_openapi/openapi.json")))
    client = httpx.Client(event_hooks={"response": [response_hook(observer)]})

Nothing of httpx is imported. A hook reads the answer to its end, so a client that streams reads it there.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from generator.observe.observer import Observer


class SentHeaders(Protocol):
    """Headers as httpx has them."""

    def multi_items(self) -> Iterable[tuple[str, str]]:
        """Return names and values, repeated names included."""


class SentRequest(Protocol):
    """A request as httpx has it; `str(url)` is the whole address."""

    method: str
    url: object

    @property
    def headers(self) -> SentHeaders:
        """The headers as they were sent, the authenticating ones included."""

    @property
    def content(self) -> bytes:
        """The body; raises RuntimeError if it was a stream."""


class Answer(Protocol):
    """A response as httpx has it."""

    status_code: int

    @property
    def request(self) -> SentRequest:
        """What it answers."""

    @property
    def headers(self) -> SentHeaders:
        """Its headers."""

    @property
    def content(self) -> bytes:
        """Its body, which has been read."""

    def read(self) -> bytes:
        """Read the body."""

    async def aread(self) -> bytes:
        """Read the body of an asynchronous client."""


def response_hook(observer: Observer) -> Callable[[Answer], None]:
    """Return a response hook for `httpx.Client`."""

    def hook(response: Answer) -> None:
        response.read()
        _record(observer, response)

    return hook


def async_response_hook(observer: Observer) -> Callable[[Answer], Awaitable[None]]:
    """Return a response hook for `httpx.AsyncClient`."""

    async def hook(response: Answer) -> None:
        await response.aread()
        _record(observer, response)

    return hook


def _record(observer: Observer, response: Answer) -> None:
    request = response.request
    observer.record(
        request.method,
        str(request.url),
        status=response.status_code,
        request_headers=tuple(request.headers.multi_items()),
        request_body=_sent_body(request),
        response_headers=tuple(response.headers.multi_items()),
        response_body=response.content,
    )


def _sent_body(request: SentRequest) -> bytes | None:
    try:
        return request.content
    except RuntimeError:
        # The body was a stream and is gone: all else of the exchange can still be compared.
        return None
