import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.document.openapi_objects import walk
from generator.document.operations import resolved
from generator.publish.json_schemas import json_schemas

REFERENCE = "#/components/schemas/Tree"


@pytest.fixture(scope="module")
def schemas(files: dict[str, bytes]) -> dict[str, Any]:
    found = [name for name in files if name.startswith("schemas/")]
    return {name.removeprefix("schemas/").removesuffix(".json"): json.loads(files[name]) for name in found}


def test_each_body_has_a_schema_of_its_own(schemas: dict[str, Any], document: dict[str, Any]) -> None:
    assert schemas.keys() == {name for name, _, _ in bodies(document)}
    assert {"SmartTrade", "Trade", "CreateSmartTrade", "ErrorResponse"} <= schemas.keys()


def test_each_schema_is_valid_and_named_after_no_host(schemas: dict[str, Any]) -> None:
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"urn:threecommas:schema:{name}"


def test_each_schema_is_complete_in_itself_and_holds_nothing_it_does_not_need(
    schemas: dict[str, Any],
) -> None:
    for schema in schemas.values():
        definitions = schema.get("$defs", {})
        used = {reference for value in [schema, *definitions.values()] for reference in references(value)}
        assert used - {"#"} == {f"#/$defs/{name}" for name in definitions}


def test_each_schema_speaks_json_schema_alone(schemas: dict[str, Any]) -> None:
    text = json.dumps(schemas)
    assert '"example"' not in text
    assert '"x-' not in text
    assert "#/components" not in text


def test_every_documented_body_is_valid_under_its_own_schema(
    schemas: dict[str, Any], document: dict[str, Any]
) -> None:
    faults = [
        f"{example}: {error.json_path} {error.message}"
        for name, example, value in bodies(document)
        for error in Draft202012Validator(schemas[name]).iter_errors(value)
    ]
    assert faults == []


def test_schema_that_holds_itself_refers_to_itself() -> None:
    tree = {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": REFERENCE}}}}
    media = {"application/json": {"schema": {"$ref": REFERENCE}}}
    answer = {"get": {"responses": {"200": {"content": media}}}}
    schema = json_schemas({"paths": {"/tree": answer}, "components": {"schemas": {"Tree": tree}}})["Tree"]
    assert schema["properties"]["children"]["items"] == {"$ref": "#"}
    assert Draft202012Validator(schema).is_valid({"children": [{"children": []}]})
    assert not Draft202012Validator(schema).is_valid({"children": [{"children": 1}]})


@pytest.mark.parametrize(("name", "body"), [("SmartTrade", {"id": "one"}), ("SetNote", {}), ("Trade", [])])
def test_body_that_breaks_its_schema_is_refused(name: str, body: Any, schemas: dict[str, Any]) -> None:
    assert not Draft202012Validator(schemas[name]).is_valid(body)


def bodies(document: dict[str, Any]) -> Any:
    """Yield schema, example and value of each documented body, a list item by item."""
    for node in walk(document, "document"):
        if node.kind == "media_type":
            schema = node.value["schema"]
            if "$ref" not in schema.get("items", schema):
                continue
            name = schema.get("items", schema)["$ref"].rpartition("/")[2]
            for example, holder in node.value["examples"].items():
                value = resolved(document, holder)["value"]
                for item in value if "items" in schema else [value]:
                    yield name, example, item


def references(schema: Any) -> Any:
    for node in walk(schema, "schema"):
        if isinstance(node.value, dict) and "$ref" in node.value:
            yield node.value["$ref"]
