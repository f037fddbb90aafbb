"""The command with candles: it replays them, writes the report, and goes on from a saved state."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from threecommas_mock.__main__ import main

from tests.mock.replay.market import START

FIRST = int(START.timestamp())
# A command that should have been refused ends there, with another code.
NOWHERE = ["--port", "99999"]


def series(path: Path, *, minutes: int, of: int = 0) -> Path:
    rows = [f"{FIRST + 60 * minute},50000,50010,49990,50000,1" for minute in range(of, of + minutes)]
    path.write_text("\n".join(["time,open,high,low,close,volume", *rows]), "utf-8")
    return path


@contextmanager
def command(*options: str) -> Iterator[tuple[httpx.Client, "subprocess.Popen[str]"]]:
    """Run the command on a free port, and end it by a signal."""
    line = [sys.executable, "-m", "threecommas_mock", "--port", "0", "--control", *options]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        try:
            with httpx.Client(base_url=httpx.URL(address).join("/__mock__/")) as http:
                yield http, process
        finally:
            process.terminate()


def told(process: "subprocess.Popen[str]", until: str) -> str:
    """Return what the command prints until a word comes."""
    assert process.stdout is not None
    text = ""
    while until not in text:
        line = process.stdout.readline()
        assert line, text
        text += line
    return text


def test_command_replays_candles_and_writes_the_report_as_json_and_as_page(tmp_path: Path) -> None:
    prices, report = series(tmp_path / "prices.csv", minutes=6), tmp_path / "report"
    options = ["--prices", str(prices), "--speed", "max", "--account", "32455218", "--funds", "USDT=100"]
    with command(*options, "--report", str(report)) as (http, process):
        told(process, f"report written to {report}.html")
        assert http.get("replay").json()["over"] is True
        assert http.get("balances").json().keys() == {"32455218"}
    written = json.loads(report.with_suffix(".json").read_text("utf-8"))
    assert (written["candles"], written["worth"]["end"]) == (6, "100.0")
    assert "<!doctype html>" in report.with_suffix(".html").read_text("utf-8")


def test_command_goes_on_from_the_state_that_it_saved(tmp_path: Path) -> None:
    prices, state = series(tmp_path / "prices.csv", minutes=9), tmp_path / "state.json"
    options = ["--prices", str(prices), "--paused", "--state", str(state)]
    for played in (4, 5):
        with command(*options) as (http, process):
            assert http.post("replay", json={"candles": 9 if played == 5 else 4}).json()["played"] == played
            process.terminate()
            told(process, f"state saved to {state}")
            assert process.wait(30) == 0


@pytest.mark.parametrize("funds", [[], ["--account", "1", "--funds", "USDT=5"]], ids=["none", "others"])
def test_state_of_other_funds_is_refused(
    funds: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state.json"
    with command("--state", str(state), "--account", "1", "--funds", "USDT=100") as (_, process):
        process.terminate()
        told(process, f"state saved to {state}")
    with pytest.raises(SystemExit) as ended:
        main(["--port", "0", "--state", str(state), *funds], {})
    error = capsys.readouterr().err
    assert (ended.value.code, error.count("\n")) == (1, 1)
    assert "account 1 began with USDT=100 there" in error


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_command_ends_cleanly_by_a_signal(number: signal.Signals, tmp_path: Path) -> None:
    prices, state, report = (
        series(tmp_path / "prices.csv", minutes=9),
        tmp_path / "s.json",
        tmp_path / "r.json",
    )
    options = ["--prices", str(prices), "--paused", "--state", str(state), "--report", str(report)]
    with command(*options) as (http, process):
        assert http.get("replay").status_code == 200
        process.send_signal(number)
        output, _ = process.communicate(timeout=30)
        assert (process.returncode, "Traceback" in output) == (0, False)
    assert (state.exists(), json.loads(report.read_text("utf-8"))["candles"]) == (True, 0)


@pytest.mark.parametrize("option", ["--report", "--state"])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing/out.json", "there is no folder"),
        ("", "is a folder"),
        ("folder.json", "is a folder"),
        ("prices.csv/out.json", "there is no folder"),
    ],
)
def test_file_that_could_not_be_written_is_refused_at_the_start(
    option: str, name: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prices = series(tmp_path / "prices.csv", minutes=3)
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(SystemExit, match="2"):
        main([*NOWHERE, "--prices", str(prices), option, str(tmp_path / name)], {})
    assert f"argument {option}: {says}" in capsys.readouterr().err


def test_report_of_another_ending_is_refused_at_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([*NOWHERE, "--report", "report.pdf"], {})
    assert "argument --report: report.pdf: a report is a .json or an .html file" in capsys.readouterr().err


def test_command_says_why_a_replay_ended_early(tmp_path: Path) -> None:
    prices = series(tmp_path / "prices.csv", minutes=300)
    prices.write_text(prices.read_text("utf-8") + "\n1,2,3\n", "utf-8")
    with command("--prices", str(prices), "--speed", "max") as (_, process):
        assert f"replay stopped: {prices}, line 302: has 3 cells" in told(process, "replay stopped")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--prices", "nowhere.csv"], "nowhere.csv"),
        (["--prices", __file__], "columns|no header|names no column"),
        (["--prices", "PRICES", "--pair", "USDT_XYZ"], "no pair 'USDT_XYZ'"),
        (["--prices", "PRICES", "--speed", "0"], "must be a number from 0.001 to 1000000, or max"),
        (["--gaps", "fill"], "must be refuse or keep, got 'fill'"),
        (["--account", "5", "--funds", "USDT=1"], "no account 5; known are"),
    ],
)
def test_option_that_cannot_be_is_named(
    options: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prices = series(tmp_path / "prices.csv", minutes=3)
    with pytest.raises(SystemExit):
        main(["--port", "0", *(str(prices) if option == "PRICES" else option for option in options)], {})
    error = capsys.readouterr().err
    assert any(word in error for word in says.split("|")), error
