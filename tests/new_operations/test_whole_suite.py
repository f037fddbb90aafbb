"""No test lists operations by hand: the whole suite is green in a copy of the project that has four more."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.new_operations.added import ROOT, write_spec

COPIED = ("generator", "overlays", "tests", ".ci", "pyproject.toml", "Makefile", "LICENSE")
# What adds the same operations again, plants bugs, measures, or needs the history of the repository.
LEFT_OUT = ("tests/new_operations", "tests/programs", "tests/packaging", "tests/release")


@pytest.mark.consumers
def test_every_test_is_green_with_four_more_operations(tmp_path: Path) -> None:
    for name in (*COPIED, *(page.name for page in ROOT.glob("*.md"))):
        source = ROOT / name
        if source.is_dir():
            # Node finds what its programs need by the links among them.
            shutil.copytree(source, tmp_path / name, symlinks=True)
        else:
            shutil.copy(source, tmp_path / name)
    write_spec(tmp_path)
    folders = [str(tmp_path / name) for name in (".", "overlays", "generated")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", *arguments]
        return subprocess.run(
            line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    built = run("generator", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    done = run("pytest", "-q", "-n", "2", "tests", *(f"--ignore={name}" for name in LEFT_OUT))
    assert done.returncode == 0, done.stdout[-10_000:]
