"""What type checkers know of the installed wheel, where each name has to be exported to be seen."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import threecommas
from threecommas import calculators, dca_bots, errors, models, orders

MODULES = {
    module.__name__: sorted(module.__all__)
    for module in (threecommas, models, orders, calculators, dca_bots, errors)
}
# A name for each module that none of them has.
MISSPELT = "Misspelt"
Checker = Callable[[Path, Path], list[str]]
SAMPLES = Path(__file__).parents[1] / "types"


def importing(names: dict[str, list[str]]) -> str:
    """A program that imports each name on a line of its own, and uses it."""
    imports = [
        f"from {module} import {name} as {module.replace('.', '_')}_{name}"
        for module in names
        for name in names[module]
    ]
    uses = [line.rpartition(" ")[2] for line in imports]
    return "\n".join([*imports, *(f"print({use})" for use in uses)]) + "\n"


def mypy(interpreter: Path, program: Path) -> list[str]:
    """The complaints of mypy in its strict mode, about the program alone."""
    # As a user has it: the settings of this repository know where the sources are. The programs of one
    # environment share what mypy found out about it.
    options = [
        "--strict",
        "--no-error-summary",
        "--config-file",
        "",
        "--cache-dir",
        str(interpreter.parents[1] / "mypy"),
    ]
    command = [sys.executable, "-m", "mypy", *options, "--python-executable", interpreter, program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=program.parent)
    assert done.returncode in {0, 1}, done.stderr
    assert bool(done.stdout) == bool(done.returncode), done.stdout
    return re.findall(r"error: .*", done.stdout)


def pyright(interpreter: Path, program: Path) -> list[str]:
    """The complaints of pyright in its strict mode."""
    settings = {"include": [program.name], "typeCheckingMode": "strict"}
    (program.parent / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    options = ["--outputjson", "-p", program.parent, "--pythonpath", interpreter]
    command = [sys.executable, "-m", "basedpyright", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=program.parent)
    answer = json.loads(done.stdout)
    assert answer["summary"]["filesAnalyzed"] == 1, done.stderr
    return [f"{one['range']['start']['line'] + 1}: {one['message']}" for one in answer["generalDiagnostics"]]


CHECKERS = pytest.mark.parametrize("checker", [mypy, pyright], ids=lambda checker: checker.__name__)


@CHECKERS
def test_every_public_name_of_the_wheel_is_exported(
    checker: Checker, interpreter: Path, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text(importing(MODULES), "utf-8")
    assert checker(interpreter, program) == []


@CHECKERS
def test_misspelt_name_of_the_wheel_is_found(checker: Checker, interpreter: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(importing({module: [MISSPELT] for module in MODULES}), "utf-8")
    found = [complaint for complaint in checker(interpreter, program) if f'"{MISSPELT}"' in complaint]
    assert len(found) >= len(MODULES)


@CHECKERS
@pytest.mark.parametrize("sample", ["sample.py", "resources.py"])
def test_strict_checker_passes_a_program_against_the_wheel(
    checker: Checker, interpreter: Path, tmp_path: Path, sample: str
) -> None:
    program = tmp_path / "program.py"
    program.write_text((SAMPLES / sample).read_text("utf-8"), "utf-8")
    assert checker(interpreter, program) == []
