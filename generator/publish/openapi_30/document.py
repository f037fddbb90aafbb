"""The document for tools that stop at OpenAPI 3.0.3, most of which make code of it."""

import copy
from collections.abc import Mapping
from typing import Any

from generator.document.openapi_objects import Node, walk
from generator.document.operations import operations, resolved
from generator.document.schema_shapes import known_values
from generator.publish.html_reference.types import component_of
from generator.publish.openapi_30.examples import to_single_form
from generator.publish.openapi_30.references import reached
from generator.publish.openapi_30.schemas import Schemas30

VERSION = "3.0.3"
_NEWER_THAN_30 = ("jsonSchemaDialect", "webhooks")


def openapi_30(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bundled 3.1 document as 3.0.3; raise InvalidSpecError for what cannot be said there."""
    schemas = Schemas30(document, sent=_sent(document))
    down = {key: value for key, value in copy.deepcopy(dict(document)).items() if key not in _NEWER_THAN_30}
    for node in list(walk(down, "document")):
        if node.kind != "schema" and isinstance(node.value, dict):
            _convert_object(node, schemas)
    down["components"]["schemas"] = {
        name: schemas.component(name) for name in document["components"]["schemas"]
    }
    for item in down["paths"].values():
        for method in item.values():
            method["responses"] = _single_statuses(method["responses"])
    _conform_examples(down)
    _drop_unused(document, down)
    return {**down, "openapi": VERSION, "info": _info(down["info"])}


def _convert_object(node: Node, schemas: Schemas30) -> None:
    if "$ref" in node.value:
        # 3.1 allows a summary and a description beside the reference, 3.0.3 nothing.
        reference = node.value["$ref"]
        node.value.clear()
        node.value["$ref"] = reference
    elif node.kind == "link":
        # The parser of openapi-generator takes text alone there, and refuses the document.
        node.value.pop("requestBody", None)
    elif "schema" in node.value:
        sent = node.kind == "parameter" or "requestBody" in node.parts
        schema = node.value["schema"]
        if node.kind == "parameter":
            schema = schemas.written_out(schema)
        node.value["schema"] = schemas.convert(schema, (*node.parts, "schema"), sent=sent)


def _single_statuses(responses: Mapping[str, Any]) -> dict[str, Any]:
    """Return responses by one status each, 500 for 5XX.

    orval and oazapfts copy 5XX as a number, which is no TypeScript.
    """
    ranges = {status: f"{status[0]}00" for status in responses if status.endswith("XX")}
    return {
        ranges.get(status, status): response
        for status, response in responses.items()
        if ranges.get(status) not in responses
    }


def _sent(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the schema components that no answer is made of."""
    answers = [operation.value["responses"] for operation in operations(document)]
    found = [node for answer in answers for value in answer.values() for node in walk(value, "response")]
    return frozenset(document["components"]["schemas"]) - set(reached(document, found))


def _conform_examples(down: dict[str, Any]) -> None:
    for node in list(walk(down, "document")):
        if node.kind == "media_type" and "requestBody" in node.parts:
            for example in node.value.get("examples", {}).values():
                held = resolved(down, example)
                held["value"] = to_single_form(down, node.value["schema"], held["value"])
        elif (
            node.kind in ("parameter", "schema") and isinstance(node.value, dict) and "example" in node.value
        ):
            schema = node.value.get("schema", node.value)
            node.value["example"] = to_single_form(down, schema, node.value["example"])


def _drop_unused(document: Mapping[str, Any], down: dict[str, Any]) -> None:
    """Drop the schemas that nothing refers to once their one use says all of it.

    The known values of an open enum stay: a program asks them whether a value is one of today's.
    """
    nodes = list(walk({**down, "components": {}}, "document"))
    nodes += walk({key: value for key, value in down["components"].items() if key != "schemas"}, "components")
    used = set(reached(down, nodes))
    used |= {component_of(known_values(schema)) for schema in document["components"]["schemas"].values()}
    kept = {name: schema for name, schema in down["components"]["schemas"].items() if name in used}
    down["components"]["schemas"] = kept


def _info(info: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: value for key, value in info.items() if key != "summary"}
    licence = said.get("license", {})
    if "identifier" in licence:
        address = f"https://spdx.org/licenses/{licence['identifier']}.html"
        said["license"] = {"name": licence["name"], "url": address}
    return said
