"""Who may import whom inside a package: rooms on floors, and no module that leads back to itself.

A package has rooms if its entry in `layers.json` has `floors`. Each floor lists rooms: folders and modules
right below the package, by name. A room uses itself and the floors named before its own, no other room of
its own floor.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = json.loads(Path(__file__).with_name("layers.json").read_text("utf-8"))
PACKAGES = [layer for layer in LAYERS if "floors" in layer]
# The package itself: its names are those of the rooms above which it stands.
TOP = "__init__"


def imported(source: str, package: str) -> Iterator[str]:
    """Return the modules of *package* that a source may mean, wherever the import stands.

    Of ``from a.b import c`` both `a.b` and `a.b.c` are given, as c may be a module.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.split(".")[0] == package)
            case ast.ImportFrom(module=str(module), names=names, level=0) if module.split(".")[0] == package:
                yield module
                yield from (f"{module}.{name.name}" for name in names)


def modules_of(folder: Path) -> dict[str, str]:
    """Return the sources of a package by dotted name, folders without their `__init__`."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = [folder.name, *path.relative_to(folder).with_suffix("").parts]
        if parts[-1] == TOP and len(parts) > 2:
            parts.pop()
        found[".".join(parts)] = path.read_text("utf-8")
    return found


def room_of(module: str) -> str:
    """Return the room of a module: the name right below the package."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else TOP


def graph(modules: Mapping[str, str], package: str) -> dict[str, set[str]]:
    """Return which modules each imports."""
    return {
        name: {
            found
            for found in imported(source, package)
            if found in modules and not name.startswith(f"{found}.") and found != name
        }
        for name, source in modules.items()
    }


def misplaced(modules: Mapping[str, str], package: str, floors: list[list[str]]) -> list[str]:
    """Return each import that leads up, or across to another room of the same floor."""
    floor = {name: index for index, names in enumerate(floors) for name in names}
    return sorted(
        f"{name} -> {found}"
        for name, founds in graph(modules, package).items()
        for found in founds
        if room_of(found) != room_of(name) and floor[room_of(found)] >= floor[room_of(name)]
    )


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["folder"])
def test_every_room_stands_on_one_floor(package: dict[str, Any]) -> None:
    names = [name for floor in package["floors"] for name in floor]
    rooms = {room_of(module) for module in modules_of(ROOT / package["folder"])}
    assert sorted(names) == sorted(rooms)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["folder"])
def test_room_imports_only_floors_below_it(package: dict[str, Any]) -> None:
    folder = ROOT / package["folder"]
    assert misplaced(modules_of(folder), folder.name, package["floors"]) == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["folder"])
def test_no_module_leads_back_to_itself(package: dict[str, Any]) -> None:
    folder = ROOT / package["folder"]
    try:
        TopologicalSorter(graph(modules_of(folder), folder.name)).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_import_from_the_room_beside_is_seen() -> None:
    modules = {
        "p.low.a": "",
        "p.left.b": "from p.low import a\nfrom p.right.c import x",
        "p.right.c": "def f():\n    import p.low.a",
    }
    assert misplaced(modules, "p", [["low"], ["left", "right"]]) == ["p.left.b -> p.right.c"]
    assert misplaced(modules, "p", [["left"], ["right"], ["low"]]) == [
        "p.left.b -> p.low.a",
        "p.left.b -> p.right.c",
        "p.right.c -> p.low.a",
    ]


def test_circle_is_seen_behind_a_type_check() -> None:
    modules = {
        "p.a.one": "if TYPE_CHECKING:\n    from p.a.two import x",
        "p.a.two": "from p.a import one",
    }
    with pytest.raises(CycleError):
        TopologicalSorter(graph(modules, "p")).prepare()
