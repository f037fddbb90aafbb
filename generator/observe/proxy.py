"""A recording proxy: passes requests on to the API and shows the observer each exchange.

A program uses it by its base URL; what it signs is path and body, so its signatures stay valid. The proxy
keeps only what the observer keeps, logs and retries nothing, and listens on the loopback address alone.
"""

import contextlib
import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from generator.document.findings import Finding, InvalidSpecError
from generator.observe.http_transactions import Headers
from generator.observe.observer import Observer
from generator.observe.recordings.located_json import RULE

LOOPBACK = "127.0.0.1"
_LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
# Seconds. Longer than gateways wait, so that the answer seen is theirs.
_TIMEOUT = 60.0
# Headers that are about one connection (RFC 9110, 7.6.1), and those each side of the proxy sets itself.
_OF_CONNECTION = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where requests are passed on to. `host` includes the port, if one is given."""

    scheme: str
    host: str

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection that is not open yet."""
        if self.scheme == "https":
            return http.client.HTTPSConnection(self.host, timeout=_TIMEOUT)
        return http.client.HTTPConnection(self.host, timeout=_TIMEOUT)


def read_upstream(url: str) -> Upstream:
    """Return the server a URL names.

    Raises InvalidSpecError if it has a path, or would send keys in the clear.
    """
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        raise _refused("is no URL", "Give scheme and host, as in https://api.3commas.io") from None
    if not address.hostname or address.scheme not in {"http", "https"} or address.username is not None:
        raise _refused("is no URL of a server", "Give scheme and host, as in https://api.3commas.io")
    if address.path.strip("/") or address.query or address.fragment:
        raise _refused("has a path", "Leave it out: the path of each request is passed on as it is.")
    if address.scheme == "http" and address.hostname not in _LOCAL_HOSTS:
        raise _refused("would send the key in the clear", "Use https.")
    host = f"[{address.hostname}]" if ":" in address.hostname else address.hostname
    return Upstream(address.scheme, host if port is None else f"{host}:{port}")


def recording_proxy(
    port: int, upstream: Upstream, observer: Observer, *, after: Callable[[], None]
) -> ThreadingHTTPServer:
    """Return a server that listens; `serve_forever` runs it. `after` is called after each exchange."""

    def handler(*arguments: Any) -> BaseHTTPRequestHandler:
        return _Handler(upstream, observer, after, *arguments)

    try:
        return ThreadingHTTPServer((LOOPBACK, port), handler)
    except (OSError, OverflowError) as error:
        reason = f"cannot listen on port {port}: {error}"
        raise InvalidSpecError(
            [Finding("--proxy", "", RULE, reason, "Choose another port, or 0 for a free one.")]
        ) from None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(
        self, upstream: Upstream, observer: Observer, after: Callable[[], None], *arguments: Any
    ) -> None:
        self._upstream, self._observer, self._after = upstream, observer, after
        super().__init__(*arguments)

    def log_message(self, *_: Any) -> None:
        """Log nothing: request lines may hold secrets."""

    def handle(self) -> None:
        """Serve a connection; that a client hangs up is its own affair."""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def _relay(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            self._refuse(411, "Send the body with a Content-Length.")
            return
        if not self.path.startswith("/"):
            self._refuse(400, "Use the address of the proxy as base URL, not as HTTP proxy.")
            return
        sent, body = tuple(self.headers.items()), self.rfile.read(int(length))
        # Half an order must not reach the exchange.
        if len(body) < int(length):
            self.close_connection = True
            return
        status, headers, answer = self._ask(sent, body)
        # Status 0 is recorded as well: it is counted as a request without an answer.
        self._observer.record(
            self.command,
            self.path,
            status=status,
            request_headers=sent,
            request_body=body,
            response_headers=headers,
            response_body=answer,
        )
        self._after()
        if status:
            self._answer(status, headers, answer)
        else:
            self._refuse(502, "The API cannot be reached.")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = _relay  # noqa: N815

    def _ask(self, headers: Headers, body: bytes) -> tuple[int, Headers, bytes]:
        """Return status, headers and body of the answer; status 0 if there was none."""
        connection = self._upstream.connection()
        try:
            connection.putrequest(self.command, self.path, skip_accept_encoding=True)
            # What is packed otherwise could not be compared.
            packing = "gzip" if "gzip" in self.headers.get("Accept-Encoding", "") else "identity"
            connection.putheader("Accept-Encoding", packing)
            for name, value in _passed_on(headers):
                connection.putheader(name, value)
            # Servers want a length with these even if it is 0.
            if body or self.command in {"POST", "PUT", "PATCH"}:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body or None)
            response = connection.getresponse()
            return response.status, tuple(response.getheaders()), response.read()
        except (OSError, http.client.HTTPException, ValueError):
            return 0, (), b""
        finally:
            connection.close()

    def _answer(self, status: int, headers: Headers, body: bytes) -> None:
        self.send_response_only(status)
        for name, value in _passed_on(headers):
            self.send_header(name, value)
        if status not in {204, 304}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _refuse(self, status: int, reason: str) -> None:
        self.close_connection = True
        content = json.dumps({"error": "observe_proxy", "error_description": reason}).encode()
        self._answer(status, (("Content-Type", "application/json"), ("Connection", "close")), content)


def _passed_on(headers: Headers) -> Headers:
    return tuple((name, value) for name, value in headers if name.lower() not in _OF_CONNECTION)


def _refused(reason: str, advice: str) -> InvalidSpecError:
    return InvalidSpecError([Finding("--upstream", "", RULE, reason, advice)])
