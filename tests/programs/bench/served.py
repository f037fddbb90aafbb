"""Servers of the bench as processes: the mock, a bare Starlette route, and Prism on the same document.

Run as a program it serves one of the first two and prints its port.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PRISM = Path(__file__).parent / "prism"
BUILD = ROOT / "build" / "bench" / "prism"
START_SECONDS = 60


class MissingError(Exception):
    """Node is not there, or the package index could not be reached."""


@dataclass(frozen=True)
class Server:
    """A server that runs: `prefix` stands before the paths of the document."""

    port: int
    prefix: str
    process: int

    @property
    def megabytes(self) -> float:
        """What it has in memory now, as Linux tells it."""
        status = Path(f"/proc/{self.process}/status").read_text("ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@contextmanager
def python_server(name: str) -> Iterator[Server]:
    """Run the mock or the bare route while the context is open."""
    with subprocess.Popen([sys.executable, __file__, name], stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline() if process.stdout else ""
            yield Server(int(port), "/public/api", process.pid)
        finally:
            process.kill()


@contextmanager
def prism_server() -> Iterator[Server]:
    """Run Prism while the context is open; raise `MissingError` where it cannot be installed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    document = ROOT / "generated" / "threecommas_openapi" / "openapi.json"
    command = [str(_prism()), "mock", "--port", str(port), "--verboseLevel", "fatal", str(document)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield Server(port, "", process.pid)
        finally:
            process.terminate()


def _prism() -> Path:
    program = BUILD / "node_modules" / ".bin" / "prism"
    if program.exists():
        return program
    npm = shutil.which("npm")
    if npm is None:
        raise MissingError("npm is not installed")
    BUILD.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PRISM / name, BUILD)
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    done = subprocess.run([npm, "ci", "--prefix", BUILD, *quiet], capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"npm ci: {done.stderr.strip()[-200:]}")
    return program


def _wait_for(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def _serve_bare(listener: socket.socket) -> None:
    import uvicorn
    from answering import smart_trade
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    content = smart_trade()

    async def answer(request: Request) -> Response:
        await request.body()
        return Response(content, media_type="application/json")

    app = Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])


def _serve_mock(listener: socket.socket) -> None:
    from threecommas_mock import MockExchange
    from threecommas_mock.server import run

    run(MockExchange(), listener)


if __name__ == "__main__":
    socket_ = socket.create_server(("127.0.0.1", 0))
    print(socket_.getsockname()[1], flush=True)
    {"bare": _serve_bare, "mock": _serve_mock}[sys.argv[1]](socket_)
