"""The command threecommas-mock: its greeting, its options, and what it serves."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from threecommas_mock import Credential, MockExchange, defaults
from threecommas_mock.__main__ import greeting, main
from threecommas_mock.http.messages import Request
from threecommas_mock.server import base_url

from tests.mock.signed_client import DOCUMENT


def test_greeting_holds_a_request_that_works() -> None:
    credential = defaults.credentials()[0]
    told = greeting([credential], "http://127.0.0.1:8080/public/api", DOCUMENT.sample_path())
    assert f"  API secret  {defaults.MOCK_SECRET}" in told
    assert "  streams     ws://127.0.0.1:8080/websocket" in told
    words = shlex.split(told.splitlines()[-1])
    headers = {
        name.lower().encode(): value.encode()
        for name, _, value in (word.partition(": ") for word in words if ": " in word)
    }
    path = httpx.URL(words[-1]).raw_path
    assert MockExchange().answer(Request("GET", path, b"", headers)).status == 200


def test_greeting_keeps_a_secret_that_was_given() -> None:
    assert "my own secret" not in greeting([Credential("mine", secret="my own secret")], "http://x", "/x")


def test_address_of_version_6_is_bracketed() -> None:
    assert base_url("::1", 1) == "http://[::1]:1/public/api"


def test_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    pem = tmp_path / "public.pem"
    key = rsa.generate_private_key(65537, 2048).public_key()
    pem.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    command = [sys.executable, "-m", "threecommas_mock", "--port", "0", "--public-key-file", str(pem)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        address = first.split()[-1]
        assert httpx.get(f"{address}/ver1/validate").status_code == 401
        process.terminate()
        told = process.stdout.read()
    assert defaults.MOCK_RSA_KEY in told


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_command_ends_cleanly_by_a_signal(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "threecommas_mock", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        assert httpx.get(f"{address}/ver1/validate").status_code == 401
        process.send_signal(number)
        output, _ = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in output) == (0, False)


def test_command_keeps_to_the_documented_limits_if_asked() -> None:
    command = [sys.executable, "-m", "threecommas_mock", "--port", "0", "--rate-limits", "documented"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        with httpx.Client() as client:
            answers = [client.get(f"{address}/ver1/accounts/market_list").status_code for _ in range(101)]
        process.terminate()
    assert answers == [200] * 100 + [429]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--document", "nowhere.json"], "no bundled document at nowhere.json"),
        (["--public-key-file", "nowhere.pem"], "nowhere.pem"),
        (["--public-key-file", __file__], "PEM|deserialize"),
        (["--signing", "lax"], "must be strict or lenient, got 'lax'"),
        (["--rate-limits", "some"], "must be documented or none, got 'some'"),
        (["--web-mode", "demo"], "must be real or paper, got 'demo'"),
        (["--port", "high"], "invalid int value: 'high'"),
    ],
)
def test_command_says_what_is_wrong_with_an_option(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments, {})
    assert stopped.value.code in (1, 2)
    assert re.search(says, capsys.readouterr().err)


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--rsa-api-key", "mine"], "--public-key-file"),
        (["--account", "32455218"], "--funds"),
        (["--pair", "USDT_ETH"], "--prices"),
        (["--speed", "max"], "--prices"),
        (["--candle-path", "random"], "--prices"),
        (["--seed", "7"], "--prices"),
        (["--gaps", "keep"], "--prices"),
        (["--paused"], "--prices"),
        (["--report", "report.json"], "--prices"),
        (["--seed", "7", "--prices", "prices.csv"], "--candle-path random"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_option_that_would_do_nothing_is_refused(
    arguments: list[str], needed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = f"threecommas-mock: {arguments[0]}: does nothing without {needed}; give both or none\n"
    # A port that there is not: without the refusal it would serve for ever.
    with pytest.raises(SystemExit, match="1"):
        main([*arguments, "--port", "99999"], {})
    assert capsys.readouterr().err == said
    if len(arguments) == 2:
        variable = "THREECOMMAS_MOCK_" + arguments[0].removeprefix("--").replace("-", "_").upper()
        with pytest.raises(SystemExit, match="1"):
            main(["--port", "99999"], {variable: arguments[1]})
        assert capsys.readouterr().err == said


def test_option_is_asked_for_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--contr"])
    assert "unrecognized arguments" in capsys.readouterr().err


def test_options_are_read_from_the_environment(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([], {"THREECOMMAS_MOCK_DOCUMENT": "elsewhere.json"})
    assert "elsewhere.json" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([], {"THREECOMMAS_MOCK_SIGNING": "lax"})
    assert "must be strict or lenient, got 'lax'" in capsys.readouterr().err


def test_command_limits_funds_if_asked() -> None:
    command = [
        sys.executable,
        "-m",
        "threecommas_mock",
        "--port",
        "0",
        "--control",
        "--funds",
        "USDT=5, BTC=0.1",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = httpx.URL(process.stdout.readline().split()[-1])
        shown = httpx.get(address.join("/__mock__/balances")).json()
        process.terminate()
    assert set(shown) == {str(account.id) for account in defaults.accounts()}
    assert {currency: held["free"] for currency, held in shown["1"].items()} == {"USDT": "5.0", "BTC": "0.1"}


@pytest.mark.parametrize(
    ("options", "environ", "mode"),
    [([], {}, "real"), (["--web-mode", "paper"], {}, "paper"), ([], {"WEB_MODE": "paper"}, "paper")],
)
def test_command_sets_the_switch_of_the_web_application(
    options: list[str], environ: dict[str, str], mode: str
) -> None:
    command = [sys.executable, "-m", "threecommas_mock", "--port", "0", "--control", *options]
    variables = os.environ | {f"THREECOMMAS_MOCK_{name}": value for name, value in environ.items()}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=variables
    ) as process:
        assert process.stdout is not None
        address = httpx.URL(process.stdout.readline().split()[-1])
        assert httpx.get(address.join("/__mock__/web_mode")).json() == {"mode": mode}
        process.terminate()


@pytest.mark.parametrize("funds", ["USDT", "USDT=much", "USDT=-1", "USDT=NaN", ""])
def test_command_refuses_funds_nobody_has(funds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--funds", funds], {})
    assert f"--funds: must be such as USDT=10000,BTC=0.5, got {funds!r}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "status"), [(["--control"], 200), (["--control", "off"], 404), ([], 404)]
)
def test_command_has_a_control_if_asked(options: list[str], status: int) -> None:
    command = [sys.executable, "-m", "threecommas_mock", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = httpx.URL(process.stdout.readline().split()[-1])
        assert httpx.get(address.join("/__mock__/quotes")).status_code == status
        process.terminate()
        told = process.stdout.read()
    assert (f"{address.join('/__mock__/')} (from this machine)" in told) == (status == 200)
