"""The parts of the program of planted bugs, for its tests."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def part() -> Callable[[str], ModuleType]:
    """What loads a part by its name: the parts of a program stand beside it."""

    def load(name: str) -> ModuleType:
        sys.path.insert(0, str(HERE))
        try:
            return importlib.import_module(name)
        finally:
            sys.path.remove(str(HERE))

    return load
