"""`threecommas call`: a command for each operation of the document, made out of the document."""

import subprocess
import sys

import pytest
import threecommas_openapi
from threecommas_rest import OPERATIONS

from tests.cli.terminal import Terminal

DOCUMENT = threecommas_openapi.load()


def parameters(operation_id: str) -> set[str]:
    """Names of the parameters of path and query."""
    described = [
        each
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
        if operation["operationId"] == operation_id
        for each in operation.get("parameters", ())
    ]
    known = DOCUMENT["components"]["parameters"]
    stated = [known[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in described]
    return {each["name"] for each in stated if each["in"] != "header"}


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_help_of_an_operation_has_an_option_for_each_parameter(operation_id: str) -> None:
    result = Terminal().run(f"call {operation_id} --help")
    assert result.exit_code == 0, result.output
    words = result.stdout.replace("/", " ").split()
    assert {f"--{name.replace('_', '-')}" for name in parameters(operation_id)} <= set(words)
    assert ("--yes" in words) == (OPERATIONS[operation_id].retry == "never")


def test_help_lists_each_operation() -> None:
    listed = Terminal().run("call --help").stdout
    assert [name for name in OPERATIONS if f" {name} " not in listed] == []


def test_other_commands_do_not_read_the_document() -> None:
    program = (
        "import sys; from threecommas.cli.app import app; from typer.testing import CliRunner;"
        "CliRunner().invoke(app, ['--help']); from threecommas.cli.commands import described_operations as d;"
        "sys.exit(d._document.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
