"""The output that is built of the document with four more operations."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.new_operations.added import ROOT, write_spec


@pytest.fixture(scope="session")
def added_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the output; gives its folder, which holds what generated/ does."""
    folder = tmp_path_factory.mktemp("new_operations")
    output = folder / "generated"
    output.mkdir()
    folders = ["--spec", str(write_spec(folder)), "--generated", str(output)]
    command = [sys.executable, "-m", "generator", "build", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


@pytest.fixture(scope="session")
def added_document(added_output: Path) -> dict[str, Any]:
    """Read the document as parsed; a test that alters it makes its own copy."""
    loaded: dict[str, Any] = json.loads(
        (added_output / "threecommas_openapi" / "openapi.json").read_text("utf-8")
    )
    return loaded
