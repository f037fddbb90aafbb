"""A proxy between a program and the exchange that makes one answer look as if 3Commas had moved on.

The first GET of each SmartTrade answers a status that the document does not know. Everything else passes
unchanged.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

UNKNOWN_STATUS = "brand_new"
HOP_BY_HOP = {"connection", "content-length", "date", "host", "keep-alive", "server", "transfer-encoding"}


@contextmanager
def rewriting_proxy(upstream: str) -> Iterator[str]:
    """Serve on a free loopback port in front of *upstream*; gives the base URL."""
    seen: set[str] = set()
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
            if self.command == "GET" and "/v2/smart_trades/" in self.path and self.path not in seen:
                seen.add(self.path)
                value = json.loads(content)
                value["status"]["type"] = UNKNOWN_STATUS
                content = json.dumps(value).encode()
            self.send_response(answer.status)
            for name, text in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, text)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = forward  # noqa: N815  (the names that http.server calls)

        def log_message(self, *arguments: object) -> None:
            """Stay silent: the exchange's journal tells more."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{target.path}"
        server.shutdown()
        thread.join()
