"""Building a consumer: copy its folder, lay the document beside it, run its commands.

Everything happens in build/consumers, which is kept between runs: only the first one compiles the world.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "consumers"
CONSUMERS: dict[str, dict[str, Any]] = json.loads((HERE / "consumers.json").read_text("utf-8"))

# No telephone calls, no colours, no debug symbols, no other toolchain than the one that is here.
QUIET = {
    "CARGO_PROFILE_DEV_DEBUG": "0",
    "GOFLAGS": "-buildvcs=false",
    "GOTOOLCHAIN": "local",
    "NO_COLOR": "1",
    "NO_UPDATE_NOTIFIER": "1",
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
}


def demand(tools: Sequence[str]) -> None:
    """Skip the test and say which tool is missing; in CI, where all of them are, fail."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if not missing:
        return
    reason = f"not on this machine: {', '.join(missing)}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def lay_out(folder: str, *documents: Path) -> Path:
    """Copy a folder of consumers and *documents* to where it is built; what an earlier build left stays."""
    place = BUILD / folder
    shutil.copytree(HERE / folder, place, dirs_exist_ok=True)
    for document in documents:
        shutil.copy(document, place)
    return place


def run(
    command: str, place: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a shell line in *place*; the test fails with what it printed unless it exits with 0."""
    settings = {**os.environ, **QUIET, **(environment or {})}
    done = subprocess.run(
        command, cwd=place, env=settings, shell=True, capture_output=True, text=True, check=False
    )
    if done.returncode:
        printed = "\n".join([*done.stdout.splitlines()[-40:], *done.stderr.splitlines()[-40:]])
        pytest.fail(f"{command!r} exited with {done.returncode} in {place.name}:\n{printed}")
    return done


@cache
def build(language: str, published: Path) -> Path:
    """Generate and compile the programs of a language, once per session; gives the folder they are in."""
    consumer = CONSUMERS[language]
    demand(consumer["tools"])
    place = lay_out(language, published / consumer["document"])
    for command in consumer["build"]:
        run(command, place)
    return place


@cache
def install_python_tools() -> Path:
    """Install the pinned generators that are Python packages; gives the folder to import them from."""
    pins = HERE / "generators" / "requirements.txt"
    place, stamp = BUILD / "python", BUILD / "python" / "installed.txt"
    if not stamp.is_file() or stamp.read_bytes() != pins.read_bytes():
        shutil.rmtree(place, ignore_errors=True)
        options = "--quiet --disable-pip-version-check --no-deps --require-hashes"
        run(f"{sys.executable} -m pip install {options} --target {place} --requirement {pins}", ROOT)
        shutil.copy(pins, stamp)
    return place
