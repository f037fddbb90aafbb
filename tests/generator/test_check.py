"""`check` names every file that a build would not leave as it is, and never repairs it."""

import shutil
from pathlib import Path

import pytest

from generator.commands import run

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def generated(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN / "generated", tmp_path / "generated"))


def check(generated: Path) -> int:
    return run(["check", "--spec", str(GOLDEN / "spec"), "--generated", str(generated)])


def test_fresh_output_is_well(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(generated) == 0
    assert capsys.readouterr() == ("generated/ is what a build makes\n", "")


@pytest.mark.parametrize("name", ["openapi.yaml", "threecommas_rest/models/thing.py"])
def test_edited_file_is_named_and_left_alone(
    generated: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = generated / name
    edited.write_text(edited.read_text("utf-8") + "# edited\n", "utf-8")
    before = edited.read_bytes()
    assert check(generated) == 1
    assert f"generated/{name}: was edited by hand" in capsys.readouterr().err
    assert edited.read_bytes() == before


def test_missing_file_is_named_and_not_made(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (generated / "threecommas_rest" / "py.typed").unlink()
    assert check(generated) == 1
    assert "generated/threecommas_rest/py.typed: is missing" in capsys.readouterr().err
    assert not (generated / "threecommas_rest" / "py.typed").exists()


def test_extra_file_is_named_and_not_removed(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extra = generated / "threecommas_rest" / "models" / "extra.py"
    extra.write_text("", "utf-8")
    assert check(generated) == 1
    assert "generated/threecommas_rest/models/extra.py: does not belong here" in capsys.readouterr().err
    assert extra.exists()


def test_missing_folder_is_as_good_as_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path / "generated") == 1
    assert "generated/threecommas_openapi/openapi.json: is missing" in capsys.readouterr().err


def test_what_python_leaves_behind_is_no_difference(generated: Path) -> None:
    cache = generated / "threecommas_rest" / "__pycache__"
    cache.mkdir()
    (cache / "client.cpython-311.pyc").write_bytes(b"")
    assert check(generated) == 0
