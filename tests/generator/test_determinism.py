"""The same files make the same bytes, whatever order Python keeps its sets in."""

import os
import subprocess
import sys
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest

from generator.build import Memory, generate
from generator.document.yaml_io import read_yaml

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"


def built(generated: Path, seed: str) -> dict[str, bytes]:
    command = ["-m", "generator", "build", "--spec", str(TOY), "--generated", str(generated)]
    subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True
    )
    return contents(generated)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def test_two_hash_seeds_make_the_same_bytes(tmp_path: Path) -> None:
    assert built(tmp_path / "one", "1") == built(tmp_path / "two", "2")


def test_client_is_the_same_with_all_the_copies_of_the_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(TOY, tmp_path / "quick")
    monkeypatch.setattr("generator.client.building.plain_copies", nullcontext)
    generate(TOY, tmp_path / "stock")
    assert contents(tmp_path / "quick") == contents(tmp_path / "stock")


def test_files_that_were_read_before_make_the_same_bytes(tmp_path: Path) -> None:
    read = cache(read_yaml)
    for name in ("one", "two"):
        generate(TOY, tmp_path / name, memory=Memory(read=read))
    assert contents(tmp_path / "two") == contents(tmp_path / "one")
    assert read.cache_info().hits > 0
