"""The same files make the same bytes, whatever order Python keeps its sets in."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"


def built(generated: Path, seed: str) -> dict[str, bytes]:
    command = ["-m", "generator", "build", "--spec", str(TOY), "--generated", str(generated)]
    subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True
    )
    return {path.relative_to(generated).as_posix(): path.read_bytes() for path in generated.rglob("*.*")}


def test_two_hash_seeds_make_the_same_bytes(tmp_path: Path) -> None:
    assert built(tmp_path / "one", "1") == built(tmp_path / "two", "2")
