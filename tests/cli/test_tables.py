"""Tables for people show what matters of an object, with every digit, and mark what is not as documented."""

import json
import shlex
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas.cli.operations.execution import must_ask
from threecommas_rest import OPERATIONS
from threecommas_rest.operations import METHODS

from tests.cli.documented_operations import command, described, words
from tests.cli.terminal import Terminal

CASES = json.loads(Path(__file__).with_name("tables.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "_"))
def test_table_shows(case: dict[str, Any]) -> None:
    operation = described(case["method"])
    answer = operation.answer().json()
    answer = answer | case["change"] if "change" in case else answer
    yes = ["--yes"] if must_ask(OPERATIONS[METHODS[case["method"]]]) else []
    result = Terminal(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=answer))).run(
        shlex.join([*command(case["method"]).split(), *words(operation), *yes])
    )
    assert result.exit_code == case.get("exit", 0), result.output
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    for shown in case["shows"]:
        assert any(line.startswith(shown) for line in lines), result.stdout
