"""The toy document and the client made of it, as all tests here use them."""

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.build import generate
from generator.document.json_pointer import parts
from generator.document.yaml_io import read_yaml, write_yaml

HERE = Path(__file__).parent
TOY = HERE / "toy"


@pytest.fixture
def changed_toy(tmp_path: Path) -> Callable[[list[dict[str, Any]]], Path]:
    """Make a copy of the toy document with the changes a data file lists."""

    def copy(changes: list[dict[str, Any]]) -> Path:
        folder = tmp_path / "toy"
        shutil.copytree(TOY, folder)
        for change in changes:
            _apply(folder / change["file"], change)
        return folder

    return copy


def _apply(file: Path, change: dict[str, Any]) -> None:
    if "delete" in change:
        file.unlink()
        return
    if "text" in change:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(change["text"], "utf-8")
        return
    document = read_yaml(file.read_text("utf-8"))
    *path, last = parts(change["at"])
    target = document
    for step in path:
        target = target[int(step) if isinstance(target, list) else step]
    if "drop" in change:
        del target[last]
    else:
        target[int(last) if isinstance(target, list) else last] = change["put"]
    file.write_text(write_yaml(document), "utf-8")


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Return the package made of the toy document, under a name no other package has."""
    folder = tmp_path_factory.mktemp("toy")
    name = f"toy_{os.getpid()}"
    generate(TOY, folder, package=name)
    sys.path.insert(0, str(folder))
    yield importlib.import_module(name)
    sys.path.remove(str(folder))
