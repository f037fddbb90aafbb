import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.document.bundle import bundle
from generator.document.files import read_spec, read_streams
from generator.document.streams import bundle_streams
from generator.document.yaml_io import read_yaml
from generator.publish.coverage.sources import read_sources
from generator.publish.files import Overlay, published_files
from generator.publish.quick_starts import read_programs

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests/vectors"


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """The bundled document; a test that changes it takes a copy."""
    return bundle(read_spec(ROOT / "spec"))


@pytest.fixture(scope="session")
def streams(document: dict[str, Any]) -> dict[str, Any]:
    """The bundled streams."""
    spec = ROOT / "spec"
    files = read_streams(spec, read_spec(spec))
    assert files is not None
    return bundle_streams(files, document)


@pytest.fixture(scope="session")
def core() -> Overlay:
    text = (ROOT / "overlays/core.overlay.yaml").read_text("utf-8")
    return Overlay("overlays/core.overlay.yaml", text, read_yaml(text))


@pytest.fixture(scope="session")
def files(document: dict[str, Any], streams: dict[str, Any], core: Overlay) -> dict[str, bytes]:
    programs = read_programs(ROOT / "tests/consumers")
    vectors = {path.name: path.read_bytes() for path in VECTORS.iterdir() if path.suffix in {".json", ".md"}}
    given = {"streams": streams, "core": core, "rows": read_sources()}
    return published_files(document, **given, programs=programs, vectors=vectors)


@pytest.fixture
def published(files: dict[str, bytes], tmp_path: Path) -> Callable[[str], Path]:
    """Writes one of the published files and returns its path."""

    def write(name: str) -> Path:
        path = tmp_path / Path(name).name
        path.write_bytes(files[name])
        return path

    return write


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Finds a program, on the path or among those of tests/publish/tools, or skips the test."""

    def find(name: str) -> str:
        installed = sorted((ROOT / "tests").glob(f"*/*/node_modules/.bin/{name}"))
        found = shutil.which(name) or next(map(str, installed), None)
        return found or pytest.skip(f"{name} is not installed")

    return find
