"""A build after an edit makes what a build from scratch makes, whatever the builds before it have kept."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.client import templates
from generator.commands import build, watch
from generator.document.yaml_io import read_yaml
from tests.generator.changes import apply

HERE = Path(__file__).parent
EDITS = sorted((HERE / "rebuilds").glob("*.yaml"))
Changed = Callable[[list[dict[str, Any]]], Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def arguments(spec: Path, generated: Path) -> list[str]:
    return ["--spec", str(spec), "--generated", str(generated)]


def watched(spec: Path, generated: Path, *edits: Callable[[], object]) -> list[dict[str, bytes]]:
    """Return what a watch makes at first and of each edit."""
    made = []

    def play(_: Sequence[Path]) -> Iterator[frozenset[Path]]:
        yield frozenset()
        made.append(contents(generated))
        for edit in edits:
            edit()
            yield frozenset([spec])
            made.append(contents(generated))
        raise KeyboardInterrupt

    assert watch.main(arguments(spec, generated), watch=play) == 0
    return made


@pytest.mark.parametrize("file", EDITS, ids=lambda file: file.stem)
def test_rebuild_makes_what_a_build_from_scratch_makes(
    file: Path, changed_toy: Changed, tmp_path: Path
) -> None:
    spec = changed_toy([])
    changes = read_yaml(file.read_text("utf-8"))["changes"]
    before, after = watched(spec, tmp_path / "watched", lambda: apply(spec, changes))
    assert build.main(arguments(spec, tmp_path / "anew")) == 0
    assert after == contents(tmp_path / "anew")
    assert after != before


def test_edit_that_is_taken_back_is_forgotten(changed_toy: Changed, tmp_path: Path) -> None:
    spec = changed_toy([])
    fill = spec / "schemas" / "Fill.yaml"
    text = fill.read_text("utf-8")
    edits = (text.replace("part", "piece"), "type: [", text)
    before, edited, refused, after = watched(
        spec, tmp_path / "watched", *(lambda edit=edit: fill.write_text(edit, "utf-8") for edit in edits)
    )
    assert before != edited == refused
    assert after == before


def test_template_that_was_edited_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(templates.TEMPLATES, tmp_path / "templates")
    monkeypatch.setattr(templates, "TEMPLATES", folder)
    template, added = folder / "str_enum.py.jinja", "\nADDED = 1\n"
    before, after = watched(
        HERE / "toy",
        tmp_path / "watched",
        lambda: template.write_text(template.read_text("utf-8") + added, "utf-8"),
    )
    edited = {name for name, content in after.items() if content != before[name]}
    assert edited == {f"threecommas_rest/models/{name}.py" for name in ("boolean_text", "side")}
    assert all(after[name].endswith(added.encode()) for name in edited)
