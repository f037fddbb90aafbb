"""The manual of the suite keeps its word: commands and program run, phases and rooms are all there."""

import re
import shlex
from pathlib import Path

import pytest
from threecommas_conformance import PHASES
from threecommas_conformance.cli import CliDependencies, app
from threecommas_conformance.exit_codes import Exit
from threecommas_mock import MockExchange, serve
from typer.testing import CliRunner

PACKAGE = Path(__file__).parents[2] / "overlays" / "threecommas_conformance"
MANUAL = (PACKAGE / "README.md").read_text("utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", MANUAL, re.DOTALL)
COMMANDS = re.findall(r"^threecommas-conformance (.*)$", MANUAL, re.MULTILINE)
VARIABLES = dict(re.findall(r"(THREECOMMAS_\w+)=(\S+)", MANUAL))
ADDRESS = "http://127.0.0.1:8080/public/api"
MOST_WORDS = 12


@pytest.mark.parametrize("program", PROGRAMS)
def test_program_of_the_manual_runs_as_it_stands(program: str) -> None:
    exec(compile(program, "README.md", "exec"), {})


@pytest.mark.parametrize("command", COMMANDS)
def test_command_of_the_manual_finds_nothing_wrong_with_the_mock(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serve(MockExchange(journal_capacity=1, web_mode="paper")) as url:
        words = shlex.split(command.replace(ADDRESS, url))
        done = CliRunner().invoke(app, words, obj=CliDependencies(environ=VARIABLES))
    assert done.exit_code == Exit.CONFORMS, done.output
    assert [path.name for path in tmp_path.iterdir()] == [words[-1]]


def test_manual_names_every_phase_in_turn() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", MANUAL.partition("| phase |")[2], re.MULTILINE)[:7]) == PHASES


def test_map_names_every_room_and_module_of_the_top() -> None:
    named = set(re.findall(r"`(\w+)`", MANUAL.partition("| room |")[2]))
    paths = [path for path in PACKAGE.iterdir() if path.suffix in {"", ".py"}]
    assert named == {path.stem for path in paths if not path.name.startswith("__")}


def test_sentences_of_the_manual_are_short() -> None:
    prose = re.sub(r"```.*?```|^[|#].*?$|^    .*?$", "", MANUAL, flags=re.DOTALL | re.MULTILINE)
    sentences = [words for text in re.split(r"[.:?!](?:\s|$)", prose) if (words := text.split())]
    assert sum(map(len, sentences)) / len(sentences) <= MOST_WORDS
