"""The names of what nobody may see: parameters and members whose schema says ``format: password``.

A key of an exchange in a query or a body is as secret as that of 3Commas. Whoever shows traffic masks every
value that stands under one of these names, wherever it is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.openapi_objects import walk
from generator.document.operations import resolved

CONCEALED = "password"
"""The format that marks a secret in the document."""


def secret_names(document: Mapping[str, Any]) -> list[str]:
    """Return the names, sorted."""
    return sorted(set(_names(document)))


def is_secret(document: Mapping[str, Any], schema: Any) -> bool:
    """Tell whether a schema is that of a secret."""
    described = resolved(document, schema)
    return isinstance(described, dict) and described.get("format") == CONCEALED


def _names(document: Mapping[str, Any]) -> Iterator[str]:
    for node in walk(document, "document"):
        if not isinstance(node.value, dict):
            continue
        if node.kind == "parameter" and is_secret(document, node.value.get("schema")):
            yield str(node.value["name"])
        if node.kind == "schema":
            members = node.value.get("properties", {})
            yield from (name for name, schema in members.items() if is_secret(document, schema))
