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
from tests.generator.changes import apply

HERE = Path(__file__).parent
TOY = HERE / "toy"


@pytest.fixture
def changed_toy(tmp_path: Path) -> Callable[[list[dict[str, Any]]], Path]:
    """Make a copy of the toy document with the changes a data file lists."""

    def copy(changes: list[dict[str, Any]]) -> Path:
        folder = tmp_path / "toy"
        shutil.copytree(TOY, folder)
        apply(folder, changes)
        return folder

    return copy


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Return the package made of the toy document, under a name no other package has."""
    folder = tmp_path_factory.mktemp("toy")
    name = f"toy_{os.getpid()}"
    generate(TOY, folder, package=name)
    sys.path.insert(0, str(folder))
    yield importlib.import_module(name)
    sys.path.remove(str(folder))
