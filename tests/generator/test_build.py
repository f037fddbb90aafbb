"""A build writes everything or nothing, and says why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.commands import run
from generator.document.yaml_io import read_yaml
from generator.lint.all_rules import NEEDED, STREAM_NEEDED, STRUCTURE
from tests.sampling import sampled

HERE = Path(__file__).parent
STOPPING = {"yaml", "reference", *(rule.id for rule in (*STRUCTURE, *NEEDED, *STREAM_NEEDED))}
BREACHES = {file: read_yaml(file.read_text("utf-8")) for file in sorted((HERE / "breaches").glob("*.yaml"))}
# Each is reported by its rule as well: here some of them show that a build ends with it.
STOPPERS = [
    *sampled(
        "stoppers",
        [
            file
            for file, breach in BREACHES.items()
            if file.stem.partition("--")[0] in STOPPING and not breach.get("builds")
        ],
        40,
    ),
    *sorted((HERE / "unbuildable").glob("*.yaml")),
]
# What a document of others may leave out.
BUILT = [file for file, breach in BREACHES.items() if breach.get("builds")]
Changed = Callable[[list[dict[str, Any]]], Path]


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def build(spec: Path, generated: Path) -> int:
    return run(["build", "--spec", str(spec), "--generated", str(generated)])


@pytest.mark.parametrize("file", STOPPERS, ids=lambda file: file.stem)
def test_document_without_a_client_stops_the_build_and_leaves_the_output(
    file: Path, changed_toy: Changed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    breach = read_yaml(file.read_text("utf-8"))
    generated = tmp_path / "generated"
    generated.mkdir()
    (generated / "openapi.json").write_text("what was there before", "utf-8")
    assert build(changed_toy(breach["changes"]), generated) == 1
    told = capsys.readouterr().err
    for expected in breach["finds"]:
        assert f"toy/{expected['file']}" + f"#{expected['pointer']}" * bool(expected["pointer"]) in told
        assert expected["reason"] in told
    assert contents(generated) == {"openapi.json": b"what was there before"}
    assert {path.name for path in tmp_path.iterdir()} == {"generated", "toy"}


@pytest.mark.parametrize("file", BUILT, ids=lambda file: file.stem)
def test_document_that_leaves_our_extensions_out_is_built(
    file: Path, changed_toy: Changed, tmp_path: Path
) -> None:
    assert build(changed_toy(BREACHES[file]["changes"]), tmp_path / "generated") == 0


def test_build_replaces_the_whole_output_and_says_what_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generated = tmp_path / "generated"
    generated.mkdir()
    (generated / "stale.py").write_text("stale", "utf-8")
    assert build(HERE / "golden" / "spec", generated) == 0
    assert contents(generated) == contents(HERE / "golden" / "generated")
    told = f"wrote generated/: 1 operations, 2 models, 1 enums in {len(contents(generated))} files\n"
    assert capsys.readouterr().out == told


def test_build_makes_an_output_that_was_not_there(tmp_path: Path) -> None:
    assert build(HERE / "golden" / "spec", tmp_path / "new" / "generated") == 0
    assert (tmp_path / "new" / "generated" / "threecommas_openapi" / "openapi.json").is_file()
