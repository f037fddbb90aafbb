"""The schemas that references lead to, through any number of others."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.document.json_pointer import parts
from generator.document.openapi_objects import Node, walk
from generator.document.operations import resolved


def reached(document: Mapping[str, Any], nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the name of each schema component that the nodes refer to, be it through others."""
    waiting, seen = list(nodes), set()
    while waiting:
        reference = waiting.pop().value
        reference = reference.get("$ref", "") if isinstance(reference, dict) else ""
        if reference and reference not in seen:
            seen.add(reference)
            _, section, name = parts(reference.removeprefix("#"))
            if section == "schemas":
                yield name
            kind = {"schemas": "schema", "responses": "response"}.get(section, "")
            waiting += walk(resolved(document, {"$ref": reference}), kind)


def holds_itself(document: Mapping[str, Any], name: str) -> bool:
    """Tell whether a value of the component may hold another one: such a schema cannot be written out."""
    return name in reached(document, walk(document["components"]["schemas"][name], "schema"))
