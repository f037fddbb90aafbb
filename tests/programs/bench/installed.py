"""The clients of others, in the pinned versions, each group in a folder of its own to import from.

They come from the package index when the bench first needs them; where it cannot be reached, their rows stay
empty.
"""

import shutil
import subprocess
import sys
from pathlib import Path

PINS = Path(__file__).parent / "peers"
BUILD = Path(__file__).parents[3] / "build" / "bench"


class NotInstalledError(Exception):
    """The package index could not be reached, or did not have them."""


def installed(group: str) -> Path:
    """Return the folder of a group, `requirements` or `niquests`; raise `NotInstalledError`."""
    pins, place = PINS / f"{group}.txt", BUILD / group
    stamp = place / "installed.txt"
    if not stamp.is_file() or stamp.read_bytes() != pins.read_bytes():
        shutil.rmtree(place, ignore_errors=True)
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        command = [sys.executable, "-m", "pip", "install", *options, "--target", place, "--requirement", pins]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotInstalledError(done.stderr.strip().splitlines()[-1])
        shutil.copy(pins, stamp)
    return place
