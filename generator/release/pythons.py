"""A wheel on every Python of this machine: installed with the command, imported, and asked for its version.

The Pythons are those that `python3.11`, `python3.12` and so on start here, or that pyenv has. What the wheel
needs comes from the index that uv is set to use.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.document.findings import Finding
from generator.folders import scratch_folder

_MINORS = range(11, 20)
_PACKAGE = "threecommas"
_ADVICE = "Install the wheel there by hand and see; what it needs may have no wheel for that Python."


def pythons() -> list[str]:
    """Return the Pythons of this machine that the package is for, one of each minor version."""
    return [python for minor in _MINORS if (python := executable(f"python3.{minor}"))]


def executable(name: str) -> str:
    """Return where a Python of that name really is, "" if there is none."""
    if shutil.which(name) is None:
        return ""
    return _run([name, "-c", "import sys; print(sys.executable)"], env=environment()).stdout.strip()


def environment() -> dict[str, str]:
    """Return the environment in which all Pythons of pyenv can be called by their names."""
    if shutil.which("pyenv") is None:
        return dict(os.environ)
    versions = _run(["pyenv", "versions", "--bare"]).stdout.split()
    return {**os.environ, "PYENV_VERSION": ":".join(versions)}


def faults_on(python: str, wheel: Path, version: str) -> Iterator[Finding]:
    """Yield what goes wrong with the wheel on a Python, in an environment of its own."""
    uv = [sys.executable, "-m", "uv"]
    with scratch_folder() as folder:
        binaries = folder / "environment" / "bin"
        interpreter, asked = (
            str(binaries / "python"),
            f"import {_PACKAGE} as package; print(package.__version__)",
        )
        # What each prints has to hold the text behind it.
        steps = (
            ([*uv, "venv", "--quiet", "--no-python-downloads", "--python", python, "environment"], ""),
            ([*uv, "pip", "install", "--quiet", "--python", interpreter, f"{wheel}[cli]"], ""),
            ([interpreter, "-W", "error", "-c", asked], version),
            ([str(binaries / _PACKAGE), "--version"], version),
        )
        for command, expected in steps:
            done = _run(command, cwd=folder)
            if done.returncode or expected not in done.stdout:
                said = (done.stdout + done.stderr).strip().splitlines() or ["nothing was printed"]
                reason = f"`{' '.join(command[-2:])}` failed: {said[-1]}"
                yield Finding(Path(python).name, "", "release", reason, _ADVICE)
                return


def _run(
    command: list[str], env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    # The commands are ours; what they start is found on the path of whoever releases.
    return subprocess.run(command, check=False, capture_output=True, text=True, env=env, cwd=cwd)  # noqa: S603
