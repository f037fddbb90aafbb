"""While somebody edits, each state that is saved is built, and a bad one is no reason to stop."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from generator.commands import watch
from generator.commands.watch import saved_files

GOLDEN = Path(__file__).parent / "golden"


def played(saved: Path, *texts: str) -> watch.Watch:
    """Return a watch in which the file gets one text after the other, until somebody presses Ctrl-C."""

    def play(folders: Sequence[Path]) -> Iterator[frozenset[Path]]:
        assert any(saved.is_relative_to(folder) for folder in folders)
        yield frozenset()
        for text in texts:
            saved.write_text(text, "utf-8")
            yield frozenset([saved])
        raise KeyboardInterrupt

    return play


def told(folder: Path, *edits: Callable[[], object]) -> list[set[str]]:
    """Return what a watch of the folder tells of each edit."""
    watched = saved_files([folder])
    words = [next(watched)]
    for edit in edits:
        edit()
        words.append(next(watched))
    watched.close()
    return [{path.name for path in word} for word in words]


def test_first_word_comes_before_anything_is_saved(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a")
    assert told(tmp_path) == [set()]


def test_files_that_come_and_change_and_go_are_told(tmp_path: Path) -> None:
    file = tmp_path / "below" / "a.yaml"
    file.parent.mkdir()
    edits = (lambda: file.write_text("a"), lambda: file.write_text("b"), file.unlink)
    assert told(tmp_path, *edits) == [set(), {"a.yaml"}, {"a.yaml"}, {"a.yaml"}]


def test_what_is_saved_while_a_build_runs_is_not_lost(tmp_path: Path) -> None:
    watched = saved_files([tmp_path])
    assert next(watched) == set()
    (tmp_path / "early.yaml").write_text("")
    assert next(watched) == {tmp_path / "early.yaml"}
    (tmp_path / "late.yaml").write_text("")
    assert next(watched) == {tmp_path / "late.yaml"}


@pytest.mark.parametrize("name", [".a.yaml.swp", ".#a.yaml", "a.yaml~", "__pycache__/a.pyc"])
def test_by_products_of_programs_are_no_change(tmp_path: Path, name: str) -> None:
    (tmp_path / "__pycache__").mkdir()

    def edit() -> None:
        (tmp_path / name).write_text("")
        (tmp_path / "a.yaml").write_text("")

    assert told(tmp_path, edit) == [set(), {"a.yaml"}]


def test_checkout_below_a_hidden_folder_is_watched(tmp_path: Path) -> None:
    folder = tmp_path / ".tox" / "spec"
    folder.mkdir(parents=True)
    assert told(folder, lambda: (folder / "a.yaml").write_text("")) == [set(), {"a.yaml"}]


def test_folder_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch.main(["--spec", str(tmp_path / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_watch_builds_reports_a_bad_edit_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = shutil.copytree(GOLDEN / "spec", tmp_path / "spec")
    generated = tmp_path / "generated"
    (colour,) = spec.rglob("KnownColour.yaml")
    good = colour.read_text("utf-8")
    third = good.replace("- red\n", "- red\n  - blue\n").replace(
        "- It stops.\n", "- It stops.\n  - It waits.\n"
    )
    edits = played(colour, third, "type: [", good)
    arguments = ["--spec", str(spec), "--generated", str(generated)]
    assert watch.main(arguments, watch=edits) == 0
    output = capsys.readouterr()
    assert "spec/schemas/KnownColour.yaml:2: " in output.err
    steps = [line.partition(":")[0] for line in output.out.splitlines() if "watch" not in line]
    assert steps == [
        "wrote generated/",
        "changed",
        "wrote generated/",
        "changed",
        "changed",
        "wrote generated/",
    ]
    assert output.out.count(f"changed: spec/{colour.relative_to(spec).as_posix()}\n") == 3
    assert "BLUE" not in (generated / "threecommas_rest/models/colour.py").read_text("utf-8")
    assert output.out.endswith("stopped watching\n")


def test_template_that_breaks_is_shown_and_the_watch_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = shutil.copytree(Path(watch.__file__).parents[1] / "templates", tmp_path / "templates")
    monkeypatch.setattr("generator.client.templates.TEMPLATES", templates)
    (templates / "client.py.jinja").write_text("{% if %}", "utf-8")
    arguments = ["--spec", str(GOLDEN / "spec"), "--generated", str(tmp_path / "generated")]
    assert watch.main(arguments, watch=played(GOLDEN / "spec")) == 0
    output = capsys.readouterr()
    assert "TemplateSyntaxError" in output.err
    assert "watching spec/ and the templates\nstopped watching\n" in output.out
