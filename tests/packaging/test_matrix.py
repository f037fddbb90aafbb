"""Each extra by itself, from the wheel, with the newest and the lowest declared versions, on every Python.

The Pythons are those that `python3.11`, `python3.12` and so on start here, or that pyenv has. Packages come
from the index that uv is set to use; only wheels count, as building one needs compilers of its own.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.release.pythons import pythons
from tests.packaging import command_tests

pytestmark = pytest.mark.matrix

ROOT = Path(__file__).parents[2]
EXTRAS = yaml.safe_load(Path(__file__).with_name("extras.yaml").read_text("utf-8"))
# The program of the README that needs no key: it lists the accounts of an exchange of its own.
README = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[-1]
RESOLUTIONS = ("lowest-direct", "highest")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Look for Pythons only where these tests are asked for, as it takes a while."""
    if "python" in metafunc.fixturenames:
        asked = metafunc.config.getoption("markexpr") == "matrix"
        found = pythons() if asked else [sys.executable]
        metafunc.parametrize("python", found, ids=[Path(each).name for each in found])


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel, one extra of it, and what the extra needs."""

    folder: Path
    resolution: str

    def install(self, *requirements: str | Path) -> None:
        """Install packages."""
        options = ["--quiet", "--only-binary", ":all:", "--python", self.folder / "bin" / "python"]
        run([sys.executable, "-m", "uv", "pip", "install", *options, *requirements])

    def install_declared(self, extra: str) -> None:
        """Install what the package declares for an extra, in the lowest or the newest versions."""
        chosen = ["--extra", extra] if extra else []
        self.install("--resolution", self.resolution, "--requirements", ROOT / "pyproject.toml", *chosen)

    def run(self, *command: str | Path) -> str:
        """Run a program of the environment, away from the checkout, and return what it printed."""
        return run([self.folder / "bin" / command[0], *command[1:]], cwd=self.folder)


def run(command: list[str | Path], **options: Any) -> str:
    """Run a command and return what it printed; it has to succeed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def installed(python: str, resolution: str, wheel: Path, tmp_path: Path) -> Installed:
    """An environment with the wheel alone, without what it needs."""
    folder = tmp_path / "environment"
    run([sys.executable, "-m", "uv", "venv", "--quiet", "--no-python-downloads", "--python", python, folder])
    made = Installed(folder, resolution)
    made.install("--no-deps", wheel)
    return made


@pytest.mark.parametrize("resolution", RESOLUTIONS)
@pytest.mark.parametrize("case", EXTRAS, ids=lambda case: case["extra"] or "none")
def test_extra_works_by_itself(case: dict[str, Any], installed: Installed) -> None:
    installed.install_declared(case["extra"])
    program = README if case["program"] == "README" else case["program"]
    printed = installed.run("python", "-c", program)
    assert case["prints"] in printed
    for command in case["commands"]:
        assert f"usage: {command}" in installed.run(command, "--help").lower()


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_command_passes_its_tests(installed: Installed) -> None:
    installed.install_declared("cli")
    installed.install_declared("mock")
    installed.install("pytest", "pyyaml")
    command_tests.copy_command_tests(installed.folder)
    printed = installed.run("python", *command_tests.RUN)
    assert " passed" in printed
    assert "skipped" not in printed
