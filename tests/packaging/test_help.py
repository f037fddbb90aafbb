"""The help of every program fits on a screen."""

import importlib.metadata
from collections.abc import Callable

import pytest

from generator.commands import COMMANDS, run

PROGRAMS = importlib.metadata.entry_points(group="console_scripts")
OURS = [each for each in PROGRAMS if each.value.startswith("threecommas")]


def lines_of(main: Callable[[], object], capsys: pytest.CaptureFixture[str]) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    return capsys.readouterr().out.splitlines()


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("program", OURS, ids=lambda each: each.name)
def test_help_of_a_program_fits_on_a_screen(
    program: importlib.metadata.EntryPoint,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", [program.name, "--help"])
    lines = lines_of(program.load(), capsys)
    assert lines[0].lower().startswith("usage: ")
    assert len(lines) < 40


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_of_the_generator_fits_on_a_screen(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = lines_of(lambda: run([*filter(None, [command]), "--help"]), capsys)
    assert lines[0].startswith("usage: ")
    assert len(lines) < 40
