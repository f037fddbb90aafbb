"""The command: its exit codes, and what it says when it cannot begin."""

import json
import shlex
import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas_conformance.cli import CliDependencies, app
from threecommas_conformance.exit_codes import Exit
from typer.testing import CliRunner

from tests.conformance.servers import KEY, KEYS, SECRET

DATA = Path(__file__).with_name("data")
CASES = json.loads((DATA / "commands.json").read_text("utf-8"))
BASELINES = json.loads((DATA / "baselines.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_command_ends_as_it_says(case: dict[str, Any]) -> None:
    dependencies = CliDependencies(environ=case.get("environ", KEYS))
    done = CliRunner().invoke(app, shlex.split(case["line"]), obj=dependencies, env={"COLUMNS": "300"})
    assert (done.exit_code, case["says"] in done.output.replace("\n", " ")) == (case["exit"], True), (
        done.output
    )
    assert KEY not in done.output
    assert SECRET not in done.output


@pytest.mark.parametrize("case", BASELINES, ids=lambda case: case["text"])
def test_baseline_that_is_wrong_is_refused_with_the_place(case: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    file.write_text(case["text"], "utf-8")
    done = CliRunner().invoke(app, ["--baseline", str(file)], obj=CliDependencies(), env={"COLUMNS": "300"})
    assert done.exit_code == Exit.CONFIGURATION
    assert case["says"] in done.output


def test_entry_of_the_baseline_that_is_not_found_any_more_is_named(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    file.write_text(json.dumps({"known": [{"id": "validate/answer/0", "reason": "Old."}]}), "utf-8")
    options = ["--phases", "credentials", "--baseline", str(file), "--random"]
    done = CliRunner().invoke(app, options, obj=CliDependencies())
    assert done.exit_code == Exit.CONFORMS
    assert "validate/answer/0 is in the baseline and was not found any more." in done.stdout
    assert "The server does what the document says." in done.stdout


def test_report_that_cannot_be_written_is_refused_before_the_run(tmp_path: Path) -> None:
    lost = tmp_path / "none" / "r.html"
    options = ["--phases", "credentials", "--junit", str(tmp_path / "r.xml"), "--html", str(lost)]
    done = CliRunner().invoke(app, options, obj=CliDependencies(), env={"COLUMNS": "300"})
    assert done.exit_code == Exit.CONFIGURATION
    assert f"The report {lost} cannot be written: No such file or directory." in done.output.replace("\n", "")
    assert "fingerprint" not in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_report_that_meets_a_full_disk_is_named() -> None:
    options = ["--phases", "credentials", "--html", "/dev/full"]
    done = CliRunner().invoke(app, options, obj=CliDependencies(), env={"COLUMNS": "300"})
    assert done.exit_code == Exit.CONFIGURATION
    assert "The report /dev/full cannot be written: No space left on device." in done.output.replace("\n", "")


def test_server_that_has_banned_the_address_ends_the_command_as_documented() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(418, json={}))
    dependencies = CliDependencies(environ=KEYS, transport=transport)
    done = CliRunner().invoke(app, ["--url", "https://api.example/public/api"], obj=dependencies)
    assert done.exit_code == Exit.BANNED
    assert "the server answered 418" in done.output


def test_certificate_that_is_refused_is_named() -> None:
    refused = ssl.SSLCertVerificationError()
    refused.verify_message = "self-signed certificate"

    def answer(request: httpx.Request) -> httpx.Response:
        try:
            raise refused
        except OSError:
            # As the layers below do: in the context alone.
            raise httpx.ConnectError("no handshake") from None

    dependencies = CliDependencies(environ=KEYS, transport=httpx.MockTransport(answer))
    line = ["--url", "https://api.example/public/api"]
    done = CliRunner().invoke(app, line, obj=dependencies, env={"COLUMNS": "300"})
    assert done.exit_code == Exit.UNUSABLE
    assert "the certificate of the server is refused: self-signed certificate" in done.output


def test_help_lists_every_exit_code() -> None:
    done = CliRunner().invoke(app, ["--help-all"], obj=CliDependencies(), env={"COLUMNS": "300"})
    told = " ".join(done.stdout.split())
    assert [code for code in Exit if f"{int(code)} {code.meaning}" not in told] == []
