"""Which schemas are sent: callers make these objects by hand, so their fields take more than they hold."""

from collections.abc import Mapping
from typing import Any

from generator.operations import resolved


def sent_schemas(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the schemas that request bodies are made of."""
    bodies = [
        media.get("schema")
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "requestBody" in operation
        for media in resolved(document, operation["requestBody"]).get("content", {}).values()
    ]
    found: set[str] = set()
    _collect(document, bodies, found)
    return frozenset(found)


def _collect(document: Mapping[str, Any], value: Any, found: set[str]) -> None:
    if isinstance(value, dict):
        reference = value.get("$ref")
        # A member may have the name of the keyword, and then it is a schema.
        name = reference.rpartition("/")[2] if isinstance(reference, str) else ""
        if name and name not in found:
            found.add(name)
            _collect(document, resolved(document, value), found)
        value = list(value.values())
    for child in value if isinstance(value, list) else ():
        _collect(document, child, found)
