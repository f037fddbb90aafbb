"""The built wheel works by itself: installed alone, without the checkout, client and mock meet."""

import subprocess
import zipfile
from pathlib import Path

import httpx
import pytest

from generator.release.artefacts import read_project, wheel_faults
from tests.packaging import command_tests

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("program.py")


def run(interpreter: Path, *arguments: str | Path) -> str:
    command = [interpreter, "-W", "error", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=interpreter.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_client_and_mock_from_the_wheel_trade_with_each_other(interpreter: Path) -> None:
    *places, status = run(interpreter, PROGRAM).split()
    assert status == "waiting_targets"
    assert [place for place in places if not Path(place).is_relative_to(interpreter.parents[1])] == []


def test_conformance_from_the_wheel_finds_the_document_and_the_mock(interpreter: Path) -> None:
    command = ["-m", "threecommas_conformance", "--phases", "credentials"]
    assert "The server does what the document says." in run(interpreter, *command)


def test_testing_from_the_wheel_find_the_document_without_the_mock(interpreter: Path) -> None:
    program = (
        "import sys; sys.modules['threecommas_mock'] = None;"
        "from threecommas import models, testing as s; s.models(models.SmartTrade).validate(); print('made')"
    )
    assert run(interpreter, "-c", program).strip() == "made"


def test_tests_of_the_command_find_all_they_need_beside_a_wheel(interpreter: Path, tmp_path: Path) -> None:
    command_tests.copy_command_tests(tmp_path)
    # The matrix runs them on every Python; here only what they are made of is looked for.
    command = [interpreter, *command_tests.RUN, "--setup-plan"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", ["threecommas-mock", "threecommas-conformance"])
def test_commands_of_the_wheel_explain_their_options(interpreter: Path, command: str) -> None:
    program = (
        "import sys; from importlib.metadata import entry_points;"
        "(found,) = entry_points(group='console_scripts', name=sys.argv[1]);"
        "sys.argv = [sys.argv[1], '--help']; sys.exit(found.load()())"
    )
    assert f"usage: {command}" in run(interpreter, "-c", program, command).lower()


def test_mock_from_the_wheel_answers_under_its_command(interpreter: Path) -> None:
    with subprocess.Popen(
        [interpreter, "-m", "threecommas_mock", "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as mock:
        try:
            told = mock.stdout.readline() if mock.stdout else ""
            answer = httpx.get(f"{told.split()[-1]}/ver1/validate")
        finally:
            mock.terminate()
    assert answer.json()["error"] == "api_key_invalid_or_expired"


@pytest.mark.parametrize(
    "missing", ["cattrs", "httptools", "jsonschema_rs", "orjson", "starlette", "uvicorn", "websockets"]
)
def test_mock_without_its_extra_says_what_to_install(interpreter: Path, missing: str) -> None:
    program = f"import sys; sys.modules['{missing}'] = None; from threecommas_mock.__main__ import main"
    done = subprocess.run([interpreter, "-c", program], capture_output=True, text=True, check=False)
    said = f'The mock needs {missing}. Install it: pip install "threecommas-sdk[mock]"'
    assert done.stderr.splitlines()[-1] == f"ModuleNotFoundError: {said}"


def test_wheel_holds_the_six_packages_their_types_the_document_and_the_page(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {
        "threecommas",
        "threecommas_conformance",
        "threecommas_mcp",
        "threecommas_mock",
        "threecommas_openapi",
        "threecommas_rest",
    }
    packages = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert {f"{package}/py.typed" for package in packages} <= names
    assert [name for name in names if name.startswith("threecommas/guide/")] == []
    page = "threecommas_mock/control/page"
    files = [
        path.relative_to(ROOT / "overlays").as_posix() for path in (ROOT / "overlays" / page).rglob("*.*")
    ]
    library = f"{page}/lightweight-charts"
    assert {f"{page}/index.html", f"{library}/LICENSE", f"{library}/NOTICE", *files} <= names
    archive = zipfile.ZipFile(wheel)
    for name in ("threecommas_openapi/openapi.json", "threecommas_openapi/asyncapi.json"):
        assert archive.read(name) == (ROOT / "generated" / name).read_bytes()


def test_wheel_is_what_a_release_promises(wheel: Path) -> None:
    assert list(wheel_faults(wheel.name, wheel.read_bytes(), read_project(ROOT))) == []
