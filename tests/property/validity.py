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


def response_schema(operation_id: str, status: int) -> Json:
    """Return the schema of an operation's answer with a status."""
    operations = [
        operation
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and operation["operationId"] == operation_id
    ]
    responses = operations[0]["responses"]
    return dict(at(responses.get(str(status)) or responses["5XX"])["content"]["application/json"]["schema"])


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
