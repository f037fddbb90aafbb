"""The pytest plugin, in a test run of its own."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

USERS = Path(__file__).with_name("data") / "plugin" / "users_tests.py"


def run(folder: Path, *options: str) -> str:
    (folder / "conftest.py").write_text('pytest_plugins = ["threecommas_mock.pytest_plugin"]\n', "utf-8")
    # Its own folder as root, so that no setting of this project has a say.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--rootdir",
        str(folder),
        "-p",
        "no:cacheprovider",
        "-v",
        *options,
    ]
    done = subprocess.run(
        [*command, "--strict-markers", "-W", "error", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("workers", [0, 2])
def test_every_test_has_an_exchange_of_its_own_in_any_number_of_workers(tmp_path: Path, workers: int) -> None:
    shutil.copy(USERS, tmp_path / "test_users.py")
    told = run(tmp_path, "-n", str(workers))
    assert "21 passed" in told
    assert len(set(re.findall(r"\[gw\d\]", told))) == workers


def test_mark_with_a_nameless_option_is_refused(tmp_path: Path) -> None:
    text = USERS.read_text("utf-8").replace(
        '(rate_limits="documented", journal_capacity=1)', '("documented")'
    )
    (tmp_path / "test_users.py").write_text(text, "utf-8")
    told = run(tmp_path, "-n", "0")
    assert "test_options_reach_the_exchange: name what mock_exchange is given" in told
    assert "20 passed" in told
