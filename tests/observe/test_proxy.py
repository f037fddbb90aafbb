"""The recording proxy between a client and a server: nothing is changed, drift is reported."""

import contextlib
import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from generator.document.findings import InvalidSpecError
from generator.observe.document import Document
from generator.observe.observer import Observer
from generator.observe.proxy import read_upstream, recording_proxy

ROOT = Path(__file__).parents[2]
KEY = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
UPSTREAMS = json.loads(Path(__file__).with_name("upstreams.json").read_text("utf-8"))
PATH = f"/public/api/v2/smart_trades/30404547/set_note?b=%5B1%5D&a={KEY}"
BODY = b'{"note":  "Sell \xe2\x86\x92 later"}'
ANSWER = gzip.compress(json.dumps({"error": "record_invalid", "hint": KEY}).encode())


class Api(BaseHTTPRequestHandler):
    """Answers every request alike and remembers how it came."""

    seen: list[tuple[str, str, dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.command, self.path, dict(self.headers), body))
        self.send_response(422)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: Any) -> None: ...


@contextlib.contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def api() -> Iterator[tuple[int, list[Any]]]:
    """A server that stands for the API: its port and what it was sent."""
    handler = type("Api", (Api,), {"seen": []})
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as port:
        yield port, handler.seen  # type: ignore[attr-defined]


def ask(port: int, path: str = PATH, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request("POST", path, BODY, {"Apikey": KEY, "Signature": "abc", **headers})
        response = connection.getresponse()
        return response, response.read()


def test_exchange_passes_unchanged_and_is_compared(api: tuple[int, list[Any]], document: Document) -> None:
    port, seen = api
    observer = Observer(document)
    upstream = read_upstream(f"http://127.0.0.1:{port}")
    with serving(recording_proxy(0, upstream, observer, after=lambda: None)) as proxy:
        response, body = ask(proxy, **{"Accept-Encoding": "gzip, br"})
    assert (response.status, body) == (422, ANSWER)
    assert response.headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    [(method, path, headers, sent)] = seen
    assert (method, path, sent) == ("POST", PATH, BODY)
    assert (headers["Apikey"], headers["Signature"], headers["Accept-Encoding"]) == (KEY, "abc", "gzip")
    report = observer.report()
    assert [f"{each.place} {each.kind} {each.word}" for each in report.findings] == [
        "response 422 undocumented field hint"
    ]
    assert KEY not in str(report)


def test_api_that_cannot_be_reached_is_told_to_the_client_and_counted(document: Document) -> None:
    closed = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    closed.server_close()
    observer = Observer(document)
    upstream = read_upstream(f"http://127.0.0.1:{closed.server_port}")
    with serving(recording_proxy(0, upstream, observer, after=lambda: None)) as proxy:
        response, body = ask(proxy)
    assert response.status == 502
    assert json.loads(body)["error_description"] == "The API cannot be reached."
    assert observer.report().left_out == {"requests without an answer": 1}


def test_request_cut_off_is_not_passed_on(
    api: tuple[int, list[Any]], document: Document, capfd: pytest.CaptureFixture[str]
) -> None:
    observer = Observer(document)
    upstream = read_upstream(f"http://127.0.0.1:{api[0]}")
    with (
        serving(recording_proxy(0, upstream, observer, after=lambda: None)) as proxy,
        socket.create_connection(("127.0.0.1", proxy), timeout=30) as client,
    ):
        client.sendall(f"POST {PATH} HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf".encode())
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == b""
    assert api[1] == []
    assert observer.report().exchanges == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [("http://api.3commas.io/public/api", {}, 400), (PATH, {"Content-Length": "many"}, 411)],
)
def test_request_the_proxy_cannot_pass_on_is_refused(
    path: str, headers: dict[str, str], status: int, document: Document
) -> None:
    observer = Observer(document)
    upstream = read_upstream("http://127.0.0.1:1")
    with serving(recording_proxy(0, upstream, observer, after=lambda: None)) as proxy:
        response, _ = ask(proxy, path, **headers)
    assert response.status == status
    assert observer.report().exchanges == 0


@pytest.mark.parametrize("case", UPSTREAMS["taken"], ids=lambda case: case["url"])
def test_upstream_is_a_server_by_https_or_on_this_machine(case: dict[str, str]) -> None:
    upstream = read_upstream(case["url"])
    assert f"{upstream.scheme}://{upstream.host}" == case["server"]


@pytest.mark.parametrize("case", UPSTREAMS["refused"], ids=lambda case: case["url"] or "empty")
def test_other_upstream_is_refused_with_a_reason(case: dict[str, str]) -> None:
    with pytest.raises(InvalidSpecError, match=case["reason"]) as refused:
        read_upstream(case["url"])
    assert "secret" not in str(refused.value)


def test_port_in_use_is_refused(document: Document, api: tuple[int, list[Any]]) -> None:
    with pytest.raises(InvalidSpecError, match="cannot listen on port"):
        recording_proxy(api[0], read_upstream("http://localhost"), Observer(document), after=lambda: None)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=lambda stop: stop.name)
def test_command_reports_when_it_is_told_to_stop(
    stop: signal.Signals, api: tuple[int, list[Any]], tmp_path: Path
) -> None:
    program = "import sys; from generator.commands.observe import main; sys.exit(main(sys.argv[1:]))"
    report = tmp_path / "report.json"
    arguments = [
        "--proxy",
        "0",
        "--upstream",
        f"http://127.0.0.1:{api[0]}",
        "--format",
        "json",
        "--output",
        str(report),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, *arguments]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process,
        contextlib.ExitStack() as stack,
    ):
        stack.callback(process.kill)
        assert process.stderr is not None
        said = process.stderr.readline()
        ask(int(said.partition("127.0.0.1:")[2].partition("/")[0]))
        # The file is kept up to date while the proxy runs.
        assert json.loads(report.read_text("utf-8"))["exchanges"] == 1
        process.send_signal(stop)
        said += process.stderr.read()
        process.wait()
    assert process.returncode == 1
    assert json.loads(report.read_text("utf-8"))["drift"] is True
    assert KEY not in said + report.read_text("utf-8")
    assert "Traceback" not in said
