"""The command as a process, against a served exchange: its own environment, terminal and signals."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version

import pytest
from threecommas.cli.errors import Exit
from threecommas_mock import MockExchange, SystemClock, serve

from tests.cli.terminal import KEYS, Terminal, document

COMMAND = [sys.executable, "-m", "threecommas.cli"]
CREATE = "smart-trades create --type smart_trade --account-id 32455218 --pair USDT_BTC --units 0.01 --yes"


@pytest.fixture(scope="module")
def environ() -> Iterator[Mapping[str, str]]:
    exchange = MockExchange(document=document(), clock=SystemClock())
    with serve(exchange) as address:
        yield {**os.environ, **KEYS, "THREECOMMAS_BASE_URL": address}


def test_process_takes_everything_from_its_environment(environ: Mapping[str, str]) -> None:
    done = subprocess.run([*COMMAND, "validate", "--json"], env=environ, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b'{"valid":true}\n', b"")


def test_process_ends_with_the_code_of_the_error(environ: Mapping[str, str]) -> None:
    command = [*COMMAND, "smart-trades", "get", "1"]
    done = subprocess.run(command, env=environ, capture_output=True, check=False)
    assert done.returncode == Exit.NOT_FOUND
    assert b"Traceback" not in done.stderr


def test_version_is_answered_without_the_client_and_httpx() -> None:
    # Whoever imports one of these ends here.
    refused = {"httpx", "typer", "rich", "threecommas.client", "threecommas_rest", "threecommas_openapi"}
    program = (
        "import sys\n"
        "class Refusing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        assert name not in {refused}, name\n"
        "sys.meta_path.insert(0, Refusing())\n"
        "sys.argv = ['threecommas', '--version']\n"
        "from threecommas.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{version('threecommas-sdk')}\n", "")


@pytest.mark.usefixtures("interruptible")
def test_interrupted_watch_ends_with_the_code_of_an_interruption(environ: Mapping[str, str]) -> None:
    subprocess.run([*COMMAND, *CREATE.split()], env=environ, capture_output=True, check=True)
    command = [*COMMAND, "smart-trades", "watch", "30000001"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=60) == Exit.INTERRUPTED
        finally:
            process.kill()
        assert b"Traceback" not in process.stderr.read()


def test_watch_in_a_terminal_is_a_table_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    # What rich takes for a terminal.
    monkeypatch.setenv("FORCE_COLOR", "1")
    terminal = Terminal()
    terminal.run(CREATE)
    terminal.run("smart-trades watch 30000001 --timeout 20")
    terminal.run("smart-trades close-by-market 30000001 --yes")
    result = terminal.run("smart-trades watch 30000001")
    assert result.exit_code == 0
    assert result.stdout.count("SmartTrade 30000001") > 1
    assert "Closed at Market Price (panic_sold)" in result.stdout


@pytest.mark.usefixtures("interruptible")
def test_watch_draws_a_table_on_a_terminal_until_it_is_interrupted(environ: Mapping[str, str]) -> None:
    subprocess.run([*COMMAND, *CREATE.split()], env=environ, capture_output=True, check=True)
    command = [*COMMAND, "watch", "--at-most", "2"]
    near, far = pty.openpty()
    with subprocess.Popen(command, env={**environ, "TERM": "xterm"}, stdout=far, stderr=far) as process:
        os.close(far)
        drawn = b""
        while b"USDT_BTC" not in drawn:
            drawn += os.read(near, 65_536)
        process.send_signal(signal.SIGINT)
        try:
            while part := _read(near):
                drawn += part
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
            os.close(near)
    assert b"Ctrl-C ends it." in drawn
    assert b"Traceback" not in drawn


def _read(terminal: int) -> bytes:
    """Read from a terminal, nothing once its other end is closed."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
