"""From httpx's objects to plain values: the call, its answer, or why there is none.

What the values mean is decided elsewhere; here is only what httpx says, less key and signature.
"""

from urllib.parse import unquote_plus

import httpx
from threecommas_rest.masking import secret_values

from threecommas.errors import NotSentError
from threecommas.errors.classification import classify
from threecommas.messages.masked_body import masked
from threecommas.messages.request import RequestInfo, TransportFailure
from threecommas.messages.response import ReceivedResponse, redact, says_error
from threecommas.messages.routes import operation_of
from threecommas.transport.bounded_content import ResponseTooLarge

# Raised before the first byte of a request is written: no connection, no TLS, no way through a proxy, no
# place in the pool. Everything else may come after the request has arrived, and is taken for that.
NOTHING_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


# What other HTTP stacks raise before a connection stands, as transports hand it on as the cause. For aiohttp
# httpx-aiohttp calls a connection that is closed in the middle of everything a ConnectTimeout too.
_OTHER_STACKS_BEFORE = frozenset({"ClientConnectorError", "ClientHttpProxyError", "InvalidURL"})


def request_info(request: httpx.Request) -> RequestInfo:
    """Return the facts of a request whose body has been read."""
    target, _, query = request.url.raw_path.partition(b"?")
    body = request.content
    path = target.decode("ascii")
    return RequestInfo(
        operation=operation_of(request.method, path, request.extensions.get("threecommas.operation")),
        method=request.method,
        path=path,
        body=masked(body),
        query_names=_names_of(query),
        content_type=_media_type(request) if body else "",
    )


def _names_of(query: bytes) -> tuple[str, ...]:
    pairs = query.decode("ascii").split("&") if query else []
    return tuple(unquote_plus(pair.partition("=")[0]) for pair in pairs)


def _media_type(request: httpx.Request) -> str:
    return str(request.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def received_response(request: httpx.Request, response: httpx.Response) -> ReceivedResponse:
    """Return the facts of a response that has been read, without key and signature."""
    call = request_info(request)
    return ReceivedResponse(
        operation=call.operation,
        method=call.method,
        path=call.path,
        status=response.status_code,
        headers=dict(response.headers),
        content=redact(response.content, _secrets_of(request)),
    )


def transport_failure(request: httpx.Request, error: Exception, *, status: int | None) -> TransportFailure:
    """Return why a request has no answer; `status` is that of an answer that had begun."""
    # A parser that complains about a header may quote it.
    text = redact(str(error).encode("utf-8", "replace"), _secrets_of(request))
    return TransportFailure(
        cause=type(error).__name__,
        text=text.decode("utf-8"),
        may_have_been_sent=status is not None or not _was_not_sent(error),
        status=status,
        limit=error.limit if isinstance(error, ResponseTooLarge) else None,
    )


def _was_not_sent(error: Exception) -> bool:
    """Tell whether the error proves that no byte of a request was written."""
    if not isinstance(error, NOTHING_LEFT):
        return False
    cause = error.__cause__
    if cause is None or type(cause).__module__.partition(".")[0] in {"httpcore", "httpx"}:
        return True
    return any(kind.__name__ in _OTHER_STACKS_BEFORE for kind in type(cause).__mro__)


def check_open(http: httpx.Client | httpx.AsyncClient, request: httpx.Request) -> None:
    """Raise `NotSentError` for a client that was closed, of which httpx raises a `RuntimeError`."""
    if http.is_closed:
        raise NotSentError(request_info(request), "Its client was closed. Make another one.")


def raise_if_refused(response: httpx.Response) -> None:
    """Raise the typed error for an answer, read to its end, that is no success by its status or its words."""
    if not response.is_success or says_error(response.content):
        raise classify(received_response(response.request, response))


def _secrets_of(request: httpx.Request) -> list[str]:
    query, body = request.url.query.decode("ascii"), request.content.decode("utf-8", "replace")
    own = [request.headers.get(name, "") for name in ("Apikey", "Signature")]
    return [*own, *secret_values(query, body)]
