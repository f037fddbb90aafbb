"""Every public name of the client has a docstring: what is exported, and what a caller can reach of it."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import threecommas

from tests.guide.conftest import ROOT

SOURCES = [
    *(ROOT / "overlays/threecommas").rglob("*.py"),
    *(ROOT / "generated/threecommas_rest").rglob("*.py"),
]


def exporting() -> Iterator[ModuleType]:
    """Yield the package, and every part of it that exports names."""
    parts = pkgutil.iter_modules(threecommas.__path__, "threecommas.")
    for name in ("threecommas", *(part.name for part in parts)):
        module = importlib.import_module(name)
        if hasattr(module, "__all__"):
            yield module


def public_names(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield what a module exports, and the methods and properties of its classes, each by its path."""
    for name in module.__all__:
        thing = getattr(module, name)
        yield f"{module.__name__}.{name}", thing
        if inspect.isclass(thing):
            yield from ((f"{module.__name__}.{name}.{member}", value) for member, value in members(thing))


def members(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the public methods and properties of a class that are written in our packages."""
    for base in kind.__mro__:
        if base.__module__.startswith("threecommas"):
            for name, value in vars(base).items():
                asked = isinstance(value, property | cached_property | classmethod | staticmethod)
                if not name.startswith("_") and (asked or inspect.isfunction(value)):
                    yield name, getattr(value, "__func__", value)


def constants(sources: list[Path]) -> set[str]:
    """Return the names of the constants of modules that have a docstring below them."""
    found = set()
    for path in sources:
        body = ast.parse(path.read_text("utf-8")).body
        for one, other in pairwise(body):
            match one, other:
                case (
                    ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str())),
                ):
                    found.add(name)
    return found


def is_documented(path: str, thing: Any, known: set[str]) -> bool:
    """Whether a public name has a docstring; that which a dataclass makes of its fields is none."""
    if inspect.isclass(thing):
        said = vars(thing).get("__doc__") or ""
        return bool(said) and not said.startswith(f"{thing.__name__}(")
    if isinstance(thing, ModuleType | FunctionType | property | cached_property):
        return bool(thing.__doc__)
    return path.rpartition(".")[2] in known


def test_every_public_name_has_a_docstring() -> None:
    known = constants(SOURCES)
    named = dict(found for module in exporting() for found in public_names(module))
    assert len(named) > 1000
    assert [path for path, thing in named.items() if not is_documented(path, thing, known)] == []
