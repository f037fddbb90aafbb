"""Commands that are made out of the document: each of its operations has one, which answers and is found."""

import json
import os
import shlex
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
import typer
from threecommas.cli.commands.smart_trades import app as smart_trades
from threecommas.cli.operations.execution import must_ask
from threecommas.cli.operations.value_types import ValueType
from threecommas_rest import OPERATIONS
from threecommas_rest.operations import METHODS

from tests.cli.documented_operations import body, command, described, words
from tests.cli.terminal import Terminal

SCHEMAS = json.loads(Path(__file__).with_name("value_types.json").read_text("utf-8"))
FULL = os.environ.get("THREECOMMAS_FULL", "")
# Drawn by a seed; all of them is a matter of minutes once there are many.
DRAWN = list(METHODS) if FULL else Random(14).sample(sorted(METHODS), min(12, len(METHODS)))
BY_HAND = {f"smart_trades.{name.replace('-', '_')}" for name in typer.main.get_group(smart_trades).commands}
# What is made by hand takes a body as options of its own: its cases are in cases.json.
WITH_ITS_EXAMPLE = [method for method in DRAWN if method not in BY_HAND or not body(described(method))]


@cache
def help_of(group: str) -> str:
    return Terminal().run(f"{group} --help").stdout


@pytest.mark.parametrize("method", METHODS)
def test_each_operation_is_listed_in_its_group(method: str) -> None:
    group, _, name = command(method).rpartition(" ")
    assert f" {name} " in help_of(group)


@pytest.mark.parametrize("method", DRAWN)
def test_help_has_the_words_of_the_document_and_an_option_for_each_parameter(method: str) -> None:
    operation = described(method)
    result = Terminal().run(f"{command(method)} --help-all")
    assert result.exit_code == 0, result.output
    shown = result.stdout.replace(",", " ").split()
    paging = operation.facts.get("x-pagination", {}) if "--all" in shown else {}
    for each in operation.parameters("query"):
        if each["name"] not in (paging.get("page"), paging.get("size")):
            assert f"--{each['name'].replace('_', '-')}" in shown
    assert {each["name"].upper() for each in operation.parameters("path")} <= set(shown)
    if operation.facts.get("x-order", {}).get("effect") != "none":
        assert ("--yes" in shown) == (OPERATIONS[METHODS[method]].retry == "never")


@pytest.mark.parametrize("method", WITH_ITS_EXAMPLE)
def test_operation_that_is_answered_by_its_example_is_shown(method: str) -> None:
    operation, sent = described(method), []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return operation.answer()

    line = [command(method), *map(shlex.quote, words(operation))]
    line += ["--body -"] if body(operation) else []
    line += ["--yes"] if must_ask(OPERATIONS[METHODS[method]]) else []
    for form in ([], ["--json"]):
        result = Terminal(transport=httpx.MockTransport(answer)).run(
            " ".join([*line, *form]), stdin=body(operation)
        )
        assert result.exit_code == 0, (line, result.output)
        assert result.stdout.strip()
    json.loads(result.stdout)
    assert sent


def test_write_is_confirmed_unless_the_document_says_that_it_touches_no_order() -> None:
    cancel, note = OPERATIONS["cancel_smart_trade"], OPERATIONS["set_smart_trade_note"]
    assert must_ask(cancel)
    assert not must_ask(note)
    assert must_ask(replace(note, order=None))
    assert must_ask(replace(note, method="DELETE"))


@pytest.mark.parametrize("case", SCHEMAS, ids=lambda case: case["name"].replace(" ", "_"))
def test_option_of_a_schema(case: dict[str, Any]) -> None:
    components = {"schemas": case.get("schemas", {})}
    made = ValueType.of(case["schema"], {"components": components})
    assert {name: getattr(made, name) for name in case["type"]} == {
        name: tuple(value) if isinstance(value, list) else value for name, value in case["type"].items()
    }


@pytest.mark.parametrize(
    ("line", "spared"),
    [
        (["explain", "GET", "/v2/smart_trades"], ["threecommas_openapi", "threecommas.cli.operations"]),
        (["validate"], ["threecommas.cli.commands", "threecommas.cli.tables.deals"]),
        (["deals", "list"], ["threecommas.cli.commands", "threecommas.cli.tables.smart_trades"]),
    ],
    ids=lambda value: value[0],
)
def test_command_loads_nothing_of_the_others(line: list[str], spared: list[str]) -> None:
    program = (
        "import sys, httpx; from threecommas.cli.app import app; from typer.testing import CliRunner;"
        "from threecommas.cli.context import CliDependencies as D;"
        "answer = lambda r: httpx.Response(200, json=[] if 'deals' in r.url.path else {'valid': True});"
        "t = httpx.MockTransport(answer);"
        "e = {'THREECOMMAS_API_KEY': 'key', 'THREECOMMAS_SECRET': 'secret'};"
        f"r = CliRunner().invoke(app, {line}, obj=D(environ=e, transport=t));"
        f"print(r.exit_code, *(set({spared}) & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


@pytest.mark.parametrize("name", ["[/x] of mine", "[bold]ETH", "stop :warning: loss", "w " * 999])
def test_raw_answer_is_the_same_json_whatever_names_it_has(name: str) -> None:
    answer = httpx.MockTransport(lambda _: httpx.Response(200, json=[{"name": name}]))
    result = Terminal(transport=answer, columns=80).run("api GET /ver1/bots")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == [{"name": name}]


def test_dry_run_shows_a_long_body_in_one_line() -> None:
    note = "w " * 999
    result = Terminal(columns=80).run(
        "--dry-run api POST /ver1/nothing --yes --body", json.dumps({"note": note})
    )
    assert note in result.stdout
