"""What is generated from a document full of oddities passes the checks that hand-written code passes."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]


def checked(toy: ModuleType, *command: str) -> str:
    folder = Path(str(toy.__file__)).parent
    arguments = [sys.executable, "-m", *command, folder.name]
    done = subprocess.run(arguments, cwd=folder.parent, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_generated_code_is_typed_strictly(toy: ModuleType) -> None:
    assert checked(toy, "mypy", "--strict", "--cache-dir", "/dev/null", "--no-error-summary") == ""


def test_generated_code_is_clean_and_formatted(toy: ModuleType) -> None:
    settings = ("--no-cache", "--config", str(ROOT / "pyproject.toml"))
    assert checked(toy, "ruff", "check", *settings) == ""
    assert checked(toy, "ruff", "format", "--check", *settings) == ""
