"""The tests of the command in a copy beside an installed wheel, away from the checkout and its conftest."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]

# The server and the time that tests of the command share with those of the client, and their fixture.
SHARED = (
    "client/changes/timelines.py",
    "client/deals/deals_server.py",
    "client/streams/stream_server.py",
    "client/transport/fake_time.py",
    "interruption.py",
)
# Those of deviations go through the whole document with the tools of the property tests, which are not part
# of a wheel. Those of pictures need another extra.
LEFT_OUT = ("test_deviations.py", "test_pictures.py")

RUN = [
    *("-m", "pytest", "-q", "--noconftest", "-p", "tests.interruption", "-p", "no:cacheprovider"),
    *("--import-mode=importlib", "-o", "pythonpath=.", "--rootdir", ".", "tests/cli"),
]


def copy_command_tests(folder: Path) -> None:
    """Copy what the tests of the command consist of; there they find the wheel, not the checkout."""
    for part in ("cli", "client/data"):
        ignore = shutil.ignore_patterns(*LEFT_OUT)
        shutil.copytree(ROOT / "tests" / part, folder / "tests" / part, ignore=ignore)
    for name in SHARED:
        copy = folder / "tests" / name
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "tests" / name, copy)
