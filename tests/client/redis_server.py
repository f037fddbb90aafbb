"""A real Redis of the tests' own, on a socket in a folder of its own."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """Run a server while the context is open, and give its address; skips the test where there is none."""
    pytest.importorskip("redis")
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("no redis-server is installed")
    path = folder / "socket"
    command = [server, "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder, "--logfile", "log"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(path, process)
        yield f"unix://{path}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    while not path.exists():
        assert process.poll() is None, "redis-server ended at once"
        time.sleep(0.01)
