"""A store for shared budgets: a Redis of the soak's own, or a file where no Redis is installed."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 30.0


@contextmanager
def budget_store(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the kind of the store and its address while the context is open."""
    server = shutil.which("redis-server")
    if server is None:
        yield "a file", f"sqlite:///{folder / 'budget.db'}"
        return
    path = folder / "socket"
    command = [server, "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder, "--logfile", "log"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(path)
            yield "a Redis", f"unix://{path}"
        finally:
            process.terminate()


def _wait_for(path: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not path.exists():
        if time.monotonic() > end:
            raise SystemExit("redis-server did not start")
        time.sleep(0.05)
