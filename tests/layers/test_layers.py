"""Who may import whom: the table of the house, kept by reading every import statement."""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = json.loads(Path(__file__).with_name("layers.json").read_text("utf-8"))
TOP_LEVEL = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "generated",
    "generator",
    "overlays",
    "pyproject.toml",
    "spec",
    "tests",
}
# What a build or a run leaves behind; none of it is in the repository.
BY_PRODUCTS = {"build", "dist", "__pycache__"}


def imported_modules(source: str) -> Iterator[str]:
    """Top-level names of all absolute imports, those inside functions and type-checking blocks included."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]


def foreign_imports(folder: Path, allowed: set[str]) -> list[str]:
    """Each import in the folder that is neither standard library nor allowed, with its file.

    A folder inside of it that has an entry of its own is left to that.
    """
    inner = [ROOT / layer["folder"] for layer in LAYERS if folder in (ROOT / layer["folder"]).parents]
    return sorted(
        f"{path.relative_to(ROOT)}: {module}"
        for path in folder.rglob("*.py")
        if not any(path.is_relative_to(each) for each in inner)
        for module in imported_modules(path.read_text("utf-8"))
        if module not in allowed | sys.stdlib_module_names
    )


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer["folder"])
def test_folder_imports_only_what_lies_below_it(layer: dict[str, list[str]]) -> None:
    folder = ROOT / str(layer["folder"])
    assert list(folder.rglob("*.py")), f"{folder} holds no module: the rule would hold of nothing"
    assert foreign_imports(folder, set(layer["may_import"])) == []


def test_import_hidden_in_a_function_is_seen() -> None:
    source = (
        "def load():\n    from threecommas.signing import HmacSigner\n    import threecommas_rest.models\n"
    )
    assert list(imported_modules(source)) == ["threecommas", "threecommas_rest"]


def test_suite_judges_the_mock_without_knowing_it() -> None:
    package = ROOT / "overlays" / "threecommas_conformance"
    known_by = [
        path.name
        for path in package.rglob("*.py")
        if "threecommas_mock" in imported_modules(path.read_text("utf-8"))
    ]
    assert known_by == ["mock_target.py"]


def test_document_folder_holds_yaml_alone() -> None:
    strangers = [p for p in (ROOT / "spec").rglob("*") if p.is_file() and p.suffix not in {".yaml", ".md"}]
    assert strangers == []


def test_top_level_holds_only_the_agreed_rooms() -> None:
    visible = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")}
    assert visible - BY_PRODUCTS == TOP_LEVEL
