"""A proxy between a program and the exchange that makes one answer look as if 3Commas had moved on.

The first GET of each SmartTrade answers a status that the document does not know. Everything else passes
unchanged, and every request is recorded with the API key that signed it.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

UNKNOWN_STATUS = "brand_new"
HOP_BY_HOP = {"connection", "content-length", "date", "host", "keep-alive", "server", "transfer-encoding"}


@dataclass(frozen=True)
class Recorded:
    """One request and its answer."""

    key: str
    method: str
    path: str
    body: Any
    status: int
    answer: Any


@dataclass
class Record:
    """Every request of a run in order; the proxy writes it, the test reads it."""

    requests: list[Recorded] = field(default_factory=list)

    def orders(self, key: str) -> list[Recorded]:
        """The requests with this key that asked for a new SmartTrade."""
        posts = [request for request in self.requests if (request.key, request.method) == (key, "POST")]
        return [post for post in posts if post.path.endswith("/smart_trades")]


@contextmanager
def rewriting_proxy(upstream: str) -> Iterator[tuple[str, Record]]:
    """Serve on a free loopback port in front of *upstream*; gives base URL and record."""
    record = Record()
    target = urlsplit(upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
            connection = HTTPConnection(str(target.hostname), int(target.port or 80), timeout=30)
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            value = json.loads(content)
            if self.command == "GET" and self.is_first_look():
                value["status"]["type"] = UNKNOWN_STATUS
                content = json.dumps(value).encode()
            sent = json.loads(body) if body else None
            key = self.headers.get("Apikey", "")
            record.requests.append(Recorded(key, self.command, self.path, sent, answer.status, value))
            self.send_response(answer.status)
            for name, text in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, text)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = forward  # noqa: N815  (the names that http.server calls)

        def is_first_look(self) -> bool:
            return not any(r.method == "GET" and r.path == self.path for r in record.requests)

        def log_message(self, *arguments: object) -> None:
            """Stay silent: the record tells more."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{target.path}", record
        server.shutdown()
        thread.join()
