import copy
import json
from pathlib import Path
from typing import Any

import pytest
import referencing
from openapi_schema_validator import OAS30Validator
from referencing.jsonschema import DRAFT4

from generator.document.findings import InvalidSpecError
from generator.document.openapi_objects import walk
from generator.document.operations import resolved
from generator.document.yaml_io import read_yaml
from generator.publish.openapi_30.document import openapi_30
from generator.publish.openapi_30.schemas import Schemas30

CASES = sorted((Path(__file__).parent / "data/schemas_30").glob("*.yaml"))


@pytest.fixture(scope="module")
def down(document: dict[str, Any]) -> dict[str, Any]:
    return openapi_30(document)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_schema_becomes_what_the_case_says(path: Path) -> None:
    case = read_yaml(path.read_text("utf-8"))
    components = {"components": {"schemas": case.get("components", {})}}
    schemas = Schemas30(components, sent=frozenset(case.get("components", {})))
    assert schemas.convert(case["schema"], (), sent=case.get("sent", False)) == case["becomes"]


def test_converted_document_names_its_version_and_no_newer_keyword(down: dict[str, Any]) -> None:
    assert down["openapi"] == "3.0.3"
    assert "summary" not in down["info"]
    assert down["info"]["license"] == {"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"}


def test_links_say_no_body_which_openapi_generator_would_refuse(down: dict[str, Any]) -> None:
    links = down["components"]["links"].values()
    assert {"operationId", "parameters"} <= {name for link in links for name in link}
    assert [link for link in links if "requestBody" in link] == []


def test_responses_have_a_number_for_a_status(down: dict[str, Any]) -> None:
    responses = [method["responses"] for item in down["paths"].values() for method in item.values()]
    assert {status for each in responses for status in each if not status.isdecimal()} == set()
    assert all("500" in each for each in responses)


def test_conversion_leaves_the_document_as_it_was(document: dict[str, Any]) -> None:
    before = copy.deepcopy(document)
    openapi_30(document)
    assert document == before


def test_every_example_is_valid_under_its_converted_schema(down: dict[str, Any]) -> None:
    faults = [
        f"{name}: {error.json_path} {error.message}"
        for name, schema, value in schemas_with_values(down)
        for error in OAS30Validator(absolute(schema), registry=registry(down)).iter_errors(value)
    ]
    assert faults == []


def test_refused_example_is_seen(down: dict[str, Any]) -> None:
    validator = OAS30Validator(absolute({"$ref": "#/components/schemas/SetNote"}), registry=registry(down))
    assert not validator.is_valid({"note": 1})


def test_no_request_offers_several_forms(down: dict[str, Any]) -> None:
    methods = [operation for item in down["paths"].values() for operation in item.values()]
    bodies = [operation["requestBody"] for operation in methods if "requestBody" in operation]
    sent = [reached for body in bodies for reached in everything_in(down, body)]
    assert len(sent) > 100
    assert [schema for schema in sent if schema.keys() & {"oneOf", "anyOf", "not"}] == []


def test_request_example_takes_the_one_form_and_keeps_every_amount(
    document: dict[str, Any], down: dict[str, Any]
) -> None:
    name = "create_smart_trade_market_buy_tp_4_limit_trailing"
    before = document["components"]["examples"][name]["value"]
    after = down["components"]["examples"][name]["value"]
    assert after["take_profit"]["enabled"] is True
    assert list(flat(after)) == list(flat(before))


def test_keyword_without_counterpart_is_refused_with_its_place(document: dict[str, Any]) -> None:
    newer = copy.deepcopy(document)
    newer["components"]["schemas"]["Decimal"]["contentEncoding"] = "base64"
    with pytest.raises(InvalidSpecError, match="/components/schemas/Decimal/contentEncoding"):
        openapi_30(newer)


def test_conversion_is_the_same_every_time(document: dict[str, Any], down: dict[str, Any]) -> None:
    assert json.dumps(openapi_30(document)) == json.dumps(down)


def everything_in(down: dict[str, Any], body: Any) -> Any:
    """Yield each schema that a request body is made of, through all references."""
    for node in walk(body, "request_body"):
        if node.kind == "schema":
            yield node.value
            if "$ref" in node.value:
                yield from everything_in(down, {"content": {"": {"schema": resolved(down, node.value)}}})


def flat(value: Any) -> Any:
    """Yield each scalar as the text of it, in order."""
    match value:
        case dict():
            for key in value:
                yield from flat(value[key])
        case list():
            for item in value:
                yield from flat(item)
        case bool():
            yield str(value).lower()
        case _:
            yield str(value)


def schemas_with_values(down: dict[str, Any]) -> Any:
    """Yield name, schema and value of each example of the document."""
    for node in walk(down, "document"):
        if node.kind == "media_type":
            for name, example in node.value.get("examples", {}).items():
                yield name, node.value["schema"], resolved(down, example)["value"]
        elif (
            node.kind in ("parameter", "schema") and isinstance(node.value, dict) and "example" in node.value
        ):
            yield node.parts, node.value.get("schema", node.value), node.value["example"]


def registry(down: dict[str, Any]) -> Any:
    resource = referencing.Resource(contents=down, specification=DRAFT4)
    return referencing.Registry().with_resource("urn:document", resource)


def absolute(value: Any) -> Any:
    match value:
        case dict():
            return {k: f"urn:document{v}" if k == "$ref" else absolute(v) for k, v in value.items()}
        case list():
            return [absolute(item) for item in value]
    return value
