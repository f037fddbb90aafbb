"""Each command explains itself on a screen, and in full on demand."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import typer
from threecommas.cli.app import app
from threecommas.cli.errors import Exit
from threecommas.cli.help_page import OPTIONS, REQUIRED, Page, Row, Section
from threecommas.cli.operations.described import described
from threecommas_rest.operations import METHODS

from tests.cli.documented_operations import command
from tests.cli.terminal import Terminal

OPTION = re.compile(r"(?<![\w-])--(?:\[no-\])?[a-z][a-z0-9-]*")


def below(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield each command and group with the words that are typed for it."""
    yield " ".join(path), found
    if isinstance(found, typer.core.TyperGroup):
        for name in found.list_commands(None):
            yield from below(found.get_command(None, name), (*path, name))


ALL = dict(below(typer.main.get_command(app)))


# Those made by hand take a body as options of their own.
MADE_OF_BODIES = [
    name for name in METHODS if any(each.name.startswith("body_") for each in ALL[command(name)].params)
]


@cache
def page(words: str, option: str, columns: int) -> list[str]:
    result = Terminal(columns=columns).run(f"{words} {option}")
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def names(lines: list[str]) -> set[str]:
    found = (name for line in lines if line.startswith("  ") for name in OPTION.findall(line.split("  ")[1]))
    return {name.replace("[no-]", "") for name in found}


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("words", ALL, ids=lambda words: words.replace(" ", "_") or "all")
def test_help_fits_on_a_screen(words: str, columns: int) -> None:
    lines = page(words, "--help", columns)
    assert lines[0].startswith("Usage: threecommas" if not words else f"Usage: threecommas {words}")
    assert len(lines) < 40
    assert [line for line in lines if len(line) > columns] == []


GROUPS = [words for words, found in ALL.items() if isinstance(found, typer.core.TyperGroup)]


@pytest.mark.parametrize("words", GROUPS, ids=lambda words: words.replace(" ", "_") or "all")
def test_group_without_a_command_shows_its_help_as_a_usage_error(words: str) -> None:
    result = Terminal(columns=80).run(words)
    assert (result.exit_code, result.stdout) == (Exit.USAGE, "")
    assert result.stderr.splitlines() == page(words, "--help", 80)


@pytest.mark.parametrize("words", ALL, ids=lambda words: words.replace(" ", "_") or "all")
def test_help_says_how_many_options_it_leaves_out_and_the_long_one_has_all(words: str) -> None:
    short, full = page(words, "--help", 80), page(words, "--help-all", 80)
    known = [each for each in ALL[words].params if isinstance(each, typer.core.TyperOption)]
    told = names(full)
    assert {name for each in known for name in (*each.opts, *each.secondary_opts) if name[:2] == "--"} <= told
    left_out = [each for each in known if not names(short) & set(each.opts)]
    said = re.findall(r"(\d+) more options?(?: and exit codes)?: --help-all", short[-1])
    assert said == ([str(len(left_out))] if left_out else [])


@pytest.mark.parametrize("method", MADE_OF_BODIES)
def test_help_shows_what_is_required_before_what_is_not(method: str) -> None:
    lines, body = page(command(method), "--help", 80), described(method).body
    wanted = {each.flag for each in body.members if each.is_required} if body else set()
    after = lines[lines.index(REQUIRED) :] if wanted else [""]
    assert names(after[: after.index("")]) == wanted


def test_option_that_is_left_out_works_all_the_same() -> None:
    assert not any("--stop-loss-type" in line for line in page("dca-bots create", "--help", 80))
    result = Terminal().run("dca-bots create --stop-loss-type sleep")
    assert result.exit_code == 2
    assert "'sleep' is not" in result.stderr


def test_page_without_room_for_all_keeps_what_every_command_has() -> None:
    many = tuple(Row((f"--member-{number}",), "TEXT", "A member.") for number in range(99))
    sections = (Section(REQUIRED, many), Section(OPTIONS, (Row(("--help",), "", "Show this."),)))
    lines = Page(usage="Usage: x", paragraphs=(), sections=sections, epilog="").short(80)
    assert len(lines) == 39
    assert "  --help" in str(lines[-3])
    assert str(lines[-1]) == "68 more options: --help-all"


def test_value_of_many_words_stands_behind_and_names_of_a_switch_together() -> None:
    lines = page("smart-trades list", "--help", 200)
    (line,) = [line for line in lines if line.startswith("  --status")]
    assert re.fullmatch(r"  --status WORD .* (\w+\|)+\w+…", line)
    assert any("--[no-]trailing-up-enabled" in line for line in page("grid-bots create", "--help", 80))


def test_json_is_explained_by_the_example_of_the_document() -> None:
    shown = "\n".join(page("dca-bots create", "--help-all", 80))
    assert """Such as\n      '[{"options":{},"strategy":"nonstop"}]'.""" in shown
