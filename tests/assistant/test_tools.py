"""The tools of the document, and what a call of one sends."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import threecommas_openapi
import yaml
from threecommas_mcp.body_members import unknown_members
from threecommas_mcp.requests import ArgumentError, request_of
from threecommas_mcp.tools import tool_descriptions
from threecommas_rest import OPERATIONS

CASES = yaml.safe_load(Path(__file__).with_name("calls.yaml").read_text("utf-8"))
DOCUMENT = threecommas_openapi.load()
TOOLS = {tool.name: tool for tool in tool_descriptions(DOCUMENT)}


def documented_bodies(name: str) -> list[Any]:
    """Return the examples of the body of an operation."""
    items = [each for item in DOCUMENT["paths"].values() for each in item.values() if isinstance(each, dict)]
    (stated,) = [each for each in items if each.get("operationId") == name]
    examples = stated["requestBody"]["content"]["application/json"]["examples"].values()
    return [resolved(example)["value"] for example in examples]


def resolved(example: dict[str, Any]) -> Any:
    """Return an example of the components where it is a reference to one."""
    name = example.get("$ref", "").removeprefix("#/components/examples/")
    return DOCUMENT["components"]["examples"][name] if name else example


def test_each_operation_is_a_tool_and_each_that_may_not_be_repeated_a_write() -> None:
    assert list(TOOLS) == [name for name in TOOLS if name in OPERATIONS]
    assert TOOLS.keys() == OPERATIONS.keys()
    assert {name for name, tool in TOOLS.items() if tool.is_write} == {
        name for name, operation in OPERATIONS.items() if operation.retry == "never"
    }


@pytest.mark.parametrize("name", TOOLS)
def test_tool_says_in_short_what_it_takes(name: str) -> None:
    tool = TOOLS[name]
    jsonschema.Draft202012Validator.check_schema(tool.parameters)
    # Fails for a reference that leads nowhere.
    jsonschema.Draft202012Validator(tool.parameters).is_valid(
        {name: {} for name in tool.parameters["properties"]}
    )
    assert 10 < len(tool.description) <= 600
    assert {*tool.path_names, *tool.query_names} <= tool.parameters["properties"].keys()
    assert "x-" not in str(tool.parameters.get("$defs", {}).keys())


@pytest.mark.parametrize("case", CASES["sent"], ids=lambda case: case["name"])
def test_call_sends(case: dict[str, Any]) -> None:
    sent = request_of(TOOLS[case["tool"]], case["arguments"])
    content = None if sent.content is None else sent.content.decode()
    assert [sent.method, sent.path, dict(sent.query), content] == case["sent"]


@pytest.mark.parametrize("name", [name for name, tool in TOOLS.items() if tool.has_body])
def test_documented_bodies_have_no_member_that_is_unknown(name: str) -> None:
    tool = TOOLS[name]
    bodies = documented_bodies(name)
    for body in bodies:
        schema, definitions = tool.parameters["properties"]["body"], tool.parameters.get("$defs", {})
        assert not list(unknown_members(body, [schema], definitions, "body"))
    assert bodies


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["name"])
def test_call_is_refused_because(case: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError, match=case["because"]):
        request_of(TOOLS[case["tool"]], case["arguments"])
