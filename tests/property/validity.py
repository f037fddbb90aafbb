"""What the document says, and whether a JSON text is what it allows, by a validator unknown to the client."""

import json
from functools import cache
from typing import Any

import threecommas_openapi
from jsonschema_rs import Draft202012Validator

Json = dict[str, Any]

DOCUMENT: Json = threecommas_openapi.load()


def at(node: Json) -> Json:
    """Return what a node says, or the one that it refers to."""
    while "$ref" in node:
        found: Any = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def success_of(operation_id: str) -> int:
    """Return the documented status of success, the first of several."""
    return next(int(status) for status in _responses(operation_id) if status.startswith("2"))


def has_content(operation_id: str, status: int) -> bool:
    """Whether an operation's answer with a status has a body."""
    return "content" in _response(operation_id, status)


def response_schema(operation_id: str, status: int) -> Json:
    """Return the schema of an operation's answer with a status."""
    return dict(_response(operation_id, status)["content"]["application/json"]["schema"])


def _response(operation_id: str, status: int) -> Json:
    responses = _responses(operation_id)
    return at(responses.get(str(status)) or responses["5XX"])


def _responses(operation_id: str) -> Json:
    found: Json = next(
        operation["responses"]
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and operation["operationId"] == operation_id
    )
    return found


def complaints(schema: Json, text: str) -> list[str]:
    """Return what is wrong with a JSON text by a schema of the document."""
    return [
        f"{'/'.join(map(str, error.instance_path))}: {error.message}"
        for error in _validator(json.dumps(schema)).iter_errors(json.loads(text))
    ]


@cache
def _validator(schema: str) -> Draft202012Validator:
    # With all components beside it, so that its references lead somewhere.
    whole = json.loads(schema) | {"components": DOCUMENT["components"]}
    return Draft202012Validator(whole, validate_formats=True)
