"""The pytest plugin, in a test run of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import threecommas_openapi
from threecommas_conformance.document.operations import operations

USERS = Path(__file__).with_name("data") / "plugin" / "users_tests.py"
OPERATIONS = operations(threecommas_openapi.load())


def test_plugin_makes_a_test_of_each_operation_and_phase_and_fails_the_one_that_is_wrong(
    tmp_path: Path,
) -> None:
    plugin = 'pytest_plugins = ["threecommas_conformance.pytest_plugin"]\n'
    (tmp_path / "conftest.py").write_text(plugin, "utf-8")
    shutil.copy(USERS, tmp_path / "test_users.py")
    # Its own folder as root, so that no setting of this project has a say.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--rootdir",
        str(tmp_path),
        "-p",
        "no:cacheprovider",
        "-q",
        "-n",
        "0",
    ]
    done = subprocess.run(
        [*command, "--strict-markers", "-W", "error", "-rf", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout + done.stderr
    signed = sum(operation.signed for operation in OPERATIONS)
    # Of each operation the credentials where a key is needed, and whether it succeeded. The latter is not
    # asked of a plan without the phases that set out to succeed.
    assert f"1 failed, {len(OPERATIONS) + signed - 1} passed" in told
    assert "test_users.py::test_server[validate-credentials]" in told
    assert "credentials/96fa9a55: Answered calls with wrong credentials" in told
    assert "threecommas-mock-key" not in told
