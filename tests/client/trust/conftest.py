"""Stores of a budget that tests share, with a real Redis among them."""

import shutil
import subprocess
import time as real_time
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(params=["memory", "sqlite", "redis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    match request.param:
        case "memory":
            return "memory://"
        case "sqlite":
            return f"sqlite:///{tmp_path / 'budget.db'}"
    return str(request.getfixturevalue("redis_url"))


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """Address of a real Redis that is empty."""
    import redis

    with redis.Redis.from_url(redis_server) as server:
        server.flushall()
    return redis_server


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real Redis of the tests' own, on a socket in a folder of its own."""
    pytest.importorskip("redis")
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("no redis-server is installed")
    folder = tmp_path_factory.mktemp("redis")
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
        real_time.sleep(0.01)
