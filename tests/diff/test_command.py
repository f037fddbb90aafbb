"""`python -m generator diff` as it is called: exit codes, reports, documents of a git revision, refusals."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.commands.diff import main
from generator.diff.semver import Bump, read_version
from tests.diff.patching import BASE, HERE, applied, document

VERSIONS = yaml.safe_load(HERE.joinpath("versions.yaml").read_text("utf-8"))
REFUSED = yaml.safe_load(HERE.joinpath("refused.yaml").read_text("utf-8"))
PATCH = yaml.safe_load(HERE.joinpath("reports/patch.yaml").read_text("utf-8"))
VERSION = {"op": "replace", "path": "/info/version"}
MINOR_STEP = [{**VERSION, "value": "1.5.0"}]
MAJOR_STEP = [{**VERSION, "value": "2.0.0"}]
NOT_FOUND = {"description": "There is none."}
BREAKING = [{"op": "remove", "path": "/paths/~1v2~1smart_trades~1{id}/delete"}]
ADDITION = [{"op": "add", "path": "/paths/~1v2~1smart_trades/get/responses/404", "value": NOT_FOUND}]
WORDS = [{"op": "replace", "path": "/info/title", "value": "Trading"}]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder that holds the base document as old.json."""
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("old.json").write_text(json.dumps(BASE), "utf-8")
    return tmp_path


def exit_code(patch: list[dict[str, Any]], *options: str) -> int:
    Path("new.json").write_text(json.dumps(applied(BASE, patch)), "utf-8")
    return main(["old.json", "new.json", *options])


@pytest.mark.parametrize("form", ["text.txt", "markdown.md", "json.json", "changelog.md"])
def test_report_reads_as_agreed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(PATCH, "--format", form.partition(".")[0], "--date", "2026-05-07") == 0
    assert capsys.readouterr().out == HERE.joinpath("reports", form).read_text("utf-8")


@pytest.mark.parametrize(
    ("patch", "level", "code"),
    [
        (BREAKING, "breaking", 1),
        (ADDITION, "breaking", 0),
        (ADDITION, "compatible", 1),
        (WORDS, "compatible", 0),
        (WORDS, "note", 1),
        ([], "note", 0),
    ],
)
def test_bad_enough_change_fails(patch: list[dict[str, Any]], level: str, code: int) -> None:
    assert exit_code(patch, "--fail-on", level) == code


@pytest.mark.parametrize(
    ("patch", "code"),
    [
        (BREAKING, 1),
        ([*BREAKING, *MINOR_STEP], 1),
        ([*BREAKING, *MAJOR_STEP], 0),
        (ADDITION, 0),
        (MINOR_STEP, 0),
    ],
)
def test_breaking_change_needs_a_version_that_says_so(patch: list[dict[str, Any]], code: int) -> None:
    assert exit_code(patch, "--check-version") == code


def test_refusal_names_the_version_that_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code([*BREAKING, *MINOR_STEP], "--check-version")
    assert "1.4.0 -> 1.5.0: info.version has to be 2.0.0 or higher" in capsys.readouterr().err


def test_version_that_is_none_is_refused_only_where_it_counts(capsys: pytest.CaptureFixture[str]) -> None:
    patch = [*BREAKING, {**VERSION, "value": "spring"}]
    assert (exit_code(patch), exit_code(patch, "--check-version")) == (0, 2)
    assert "new.json#/info/version: 'spring' is no semantic version" in capsys.readouterr().err


@pytest.mark.parametrize("step", VERSIONS, ids=[f"{step['old']} {step['bump']}" for step in VERSIONS])
def test_next_version_is_the_lowest_that_admits_the_bump(step: dict[str, str]) -> None:
    old = document("old.json", applied(BASE, [{**VERSION, "value": step["old"]}]))
    assert str(read_version(old).next(Bump(step["bump"]))) == step["next"]


def test_yaml_and_json_compare_as_equal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.joinpath("new.yaml").write_text(yaml.safe_dump(BASE, sort_keys=False), "utf-8")
    assert main(["old.json", "new.yaml", "--fail-on", "note"]) == 0
    assert "No changes." in capsys.readouterr().out


def test_document_of_a_revision_is_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    author = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com"]
    for words in (
        ["init", "--quiet"],
        ["add", "old.json"],
        [*author, "commit", "--quiet", "--message", "First"],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)
    folder.joinpath("old.json").write_text(json.dumps(applied(BASE, BREAKING)), "utf-8")
    assert main(["HEAD:old.json", "old.json", "--fail-on", "breaking"]) == 1
    assert "cancel_smart_trade" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nowhere.json", "HEAD:nowhere.json", "--output=x:old.json"])
def test_source_that_is_not_there_is_named(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["old.json", "--", name]) == 2
    assert capsys.readouterr().err.startswith(f"{name}: ")


@pytest.mark.parametrize("fault", REFUSED, ids=[fault["title"] for fault in REFUSED])
def test_document_that_cannot_be_compared_is_refused(fault: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Path("new.json").write_text(fault["content"], "utf-8")
    assert main(["old.json", "new.json"]) == 2
    error = capsys.readouterr().err
    assert [words for words in ["new.json", *fault["says"]] if words not in error] == []
