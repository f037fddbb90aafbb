"""A command that ends before its time says what it has done, and leaves with a code that says so too."""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping

import httpx
import pytest
from threecommas.cli.errors import Exit
from threecommas_mock import MockExchange, SystemClock, serve
from threecommas_mock.faults import Latency

from tests.cli.terminal import KEYS, Terminal, document
from tests.cli.test_process import COMMAND, CREATE

PATH = "/public/api/v2/smart_trades"
needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")


@pytest.fixture
def exchange() -> MockExchange:
    return MockExchange(document=document(), clock=SystemClock())


@pytest.fixture
def environ(exchange: MockExchange) -> Iterator[Mapping[str, str]]:
    with serve(exchange) as address:
        yield {**os.environ, **KEYS, "THREECOMMAS_BASE_URL": address}


@needs_full
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["table", "json"])
def test_order_whose_result_meets_a_full_disk_is_told_on_standard_error(
    form: list[str], environ: Mapping[str, str]
) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        command = [*COMMAND, *CREATE.split(), *form]
        done = subprocess.run(command, env=environ, stdout=full, stderr=subprocess.PIPE, check=False)
    said = done.stderr.decode()
    assert done.returncode == Exit.UNWRITTEN, said
    message = json.loads(said)["message"] if form else said
    assert "was carried out (SmartTrade 30000001), but the result could not be written" in message
    assert "Traceback" not in said


@needs_full
def test_order_is_not_called_failed_where_standard_error_is_full_too(environ: Mapping[str, str]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([*COMMAND, *CREATE.split()], env=environ, stdout=full, stderr=full, check=False)
    assert done.returncode == Exit.UNWRITTEN


@pytest.mark.parametrize(("command", "said"), [(CREATE, "SmartTrade 30000001"), ("validate", "")])
def test_pipe_that_nobody_reads_hides_no_order(command: str, said: str, environ: Mapping[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *command.split()], env=environ, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert done.returncode == Exit.UNWRITTEN
    assert said in done.stderr.decode()
    assert bool(done.stderr) == bool(said)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(("sent", "came"), [(signal.SIGTERM, "terminated"), (signal.SIGINT, "interrupted")])
def test_command_that_is_ended_while_an_order_is_under_way_says_so(
    sent: signal.Signals, came: str, exchange: MockExchange, environ: Mapping[str, str]
) -> None:
    exchange.fail_next(Latency(60), operation="create_smart_trade")
    with subprocess.Popen([*COMMAND, *CREATE.split()], env=environ, stderr=subprocess.PIPE) as process:
        try:
            arrived = threading.Event()
            while not exchange.journal and process.poll() is None:
                arrived.wait(0.05)
            process.send_signal(sent)
            assert process.stderr is not None
            said = process.stderr.read().decode()
            assert process.wait(timeout=60) == Exit.OUTCOME_UNKNOWN, said
        finally:
            process.kill()
    assert (
        f"create_smart_trade (POST /public/api/v2/smart_trades) was under way when the command was {came}"
        in said
    )
    assert "Traceback" not in said


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGTERM, Exit.TERMINATED), (signal.SIGINT, Exit.INTERRUPTED)]
)
def test_command_that_is_ended_while_it_reads_has_nothing_to_say(
    sent: signal.Signals, code: Exit, exchange: MockExchange, environ: Mapping[str, str]
) -> None:
    exchange.fail_next(Latency(60), operation="validate")
    with subprocess.Popen([*COMMAND, "validate"], env=environ, stderr=subprocess.PIPE) as process:
        try:
            while not exchange.journal and process.poll() is None:
                threading.Event().wait(0.05)
            process.send_signal(sent)
            assert process.stderr is not None
            said = process.stderr.read().decode()
            assert process.wait(timeout=60) == code, said
        finally:
            process.kill()
    assert "under way" not in said
    assert "Traceback" not in said


def test_order_that_is_interrupted_on_the_way_is_told_as_json() -> None:
    def end(request: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    result = Terminal(transport=httpx.MockTransport(end)).run(f"{CREATE} --json")
    assert result.exit_code == Exit.OUTCOME_UNKNOWN
    said = json.loads(result.stderr)
    assert (said["error"], said["exit_code"]) == ("OUTCOME_UNKNOWN", 11)
    assert "may have been carried out" in said["message"]
