"""The schemas of the bundled document by name, and the schema of each answer."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import threecommas_openapi

Schema = dict[str, Any]


@cache
def bundled() -> Mapping[str, Any]:
    """Return the document that came along, parsed once."""
    return threecommas_openapi.load()


def schema_at(reference: str) -> Schema:
    """Return what a reference such as ``#/components/schemas/SmartTrade`` leads to."""
    found: Any = bundled()
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def name_of(kind: type) -> str | None:
    """Return the name of the schema that a model or an enum was made of, None if there is none."""
    schemas = bundled()["components"]["schemas"]
    # An enum for requests alone has lost its prefix on the way to a class.
    return next((name for name in (kind.__name__, f"Known{kind.__name__}") if name in schemas), None)


def answer_schema(operation_id: str, status: int) -> Schema | None:
    """Return the schema of an operation's answer, None if no such answer is documented."""
    for item in bundled()["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and operation["operationId"] == operation_id:
                return _answer(operation["responses"], str(status))
    return None


def _answer(responses: Mapping[str, Any], status: str) -> Schema | None:
    response = responses.get(status) or responses.get(f"{status[0]}XX")
    if response is None:
        return None
    if "$ref" in response:
        response = schema_at(response["$ref"])
    return dict(response["content"]["application/json"]["schema"])
