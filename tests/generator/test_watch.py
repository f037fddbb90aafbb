"""While somebody edits, each state that is saved is built, and a bad one is no reason to stop."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.commands import watch
from generator.commands.file_changes import changed_files

GOLDEN = Path(__file__).parent / "golden"
Edit = Callable[[], object]


def played(*edits: Edit) -> Callable[[], None]:
    """Return a pause in which one edit after the other is made, until somebody presses Ctrl-C."""
    script: Iterator[Edit] = iter(edits)

    def pause() -> None:
        edit = next(script, None)
        if edit is None:
            raise KeyboardInterrupt
        edit()

    return pause


def nothing() -> None:
    """Let time pass."""


def seen(folder: Path, *edits: Edit) -> list[set[str]]:
    """Return what a watch of the folder tells until it ends."""
    told: list[set[str]] = []
    try:
        for changed in changed_files([folder], played(*edits)):
            told.append({path.name for path in changed})
    except KeyboardInterrupt:
        return told
    raise AssertionError("a watch has no end of its own")


def test_first_look_comes_before_any_change(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a")
    assert seen(tmp_path) == [set()]


def test_files_that_come_and_change_and_go_are_told(tmp_path: Path) -> None:
    file = tmp_path / "below" / "a.yaml"
    file.parent.mkdir()
    assert seen(
        tmp_path,
        lambda: file.write_text("a"),
        nothing,
        nothing,
        lambda: file.write_text("longer"),
        nothing,
        file.unlink,
        nothing,
    ) == [set(), {"a.yaml"}, {"a.yaml"}, {"a.yaml"}]


def test_files_saved_one_after_the_other_are_told_together(tmp_path: Path) -> None:
    edits = [lambda name=name: (tmp_path / name).write_text("") for name in ("a.yaml", "b.yaml", "c.yaml")]
    assert seen(tmp_path, *edits, nothing) == [set(), {"a.yaml", "b.yaml", "c.yaml"}]


def test_change_while_another_is_dealt_with_is_not_lost(tmp_path: Path) -> None:
    watched = changed_files([tmp_path], nothing)
    assert next(watched) == set()
    (tmp_path / "late.yaml").write_text("")
    assert next(watched) == {tmp_path / "late.yaml"}


@pytest.mark.parametrize("name", [".a.yaml.swp", "a.yaml~", "__pycache__/a.pyc"])
def test_by_products_of_programs_are_no_change(tmp_path: Path, name: str) -> None:
    (tmp_path / "__pycache__").mkdir()
    assert seen(tmp_path, lambda: (tmp_path / name).write_text(""), nothing) == [set()]


def test_watch_builds_reports_a_bad_edit_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = shutil.copytree(GOLDEN / "spec", tmp_path / "spec")
    generated = tmp_path / "generated"
    (colour,) = spec.rglob("KnownColour.yaml")
    good = colour.read_text("utf-8")
    pause = played(
        lambda: colour.write_text(good.replace("- red\n", "- red\n  - blue\n"), "utf-8"),
        nothing,
        lambda: colour.write_text("type: [", "utf-8"),
        nothing,
        lambda: colour.write_text(good, "utf-8"),
        nothing,
    )
    arguments = ["--spec", str(spec), "--generated", str(generated)]
    assert watch.main(arguments, sleep=lambda _: pause()) == 0
    told = capsys.readouterr()
    assert "spec/schemas/KnownColour.yaml:2: " in told.err
    steps = [line.partition(":")[0] for line in told.out.splitlines() if "watch" not in line]
    assert steps == [
        "wrote generated/",
        "changed",
        "wrote generated/",
        "changed",
        "changed",
        "wrote generated/",
    ]
    assert told.out.count(f"changed: spec/{colour.relative_to(spec).as_posix()}\n") == 3
    assert "BLUE" not in (generated / "threecommas_rest/models/colour.py").read_text("utf-8")
    assert told.out.endswith("stopped watching\n")


def test_template_that_breaks_is_shown_and_the_watch_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = shutil.copytree(Path(watch.__file__).parents[1] / "templates", tmp_path / "templates")
    monkeypatch.setattr("generator.client.package.TEMPLATES", templates)
    (templates / "client.py.jinja").write_text("{% if %}", "utf-8")
    arguments = ["--spec", str(GOLDEN / "spec"), "--generated", str(tmp_path / "generated")]
    assert watch.main(arguments, sleep=lambda _: played()()) == 0
    told = capsys.readouterr()
    assert "TemplateSyntaxError" in told.err
    assert "watching spec/ and the templates\nstopped watching\n" in told.out
