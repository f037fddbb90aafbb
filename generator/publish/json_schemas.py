"""The bodies of requests and answers as JSON Schemas of their own, for validators that know no OpenAPI.

One file per body, complete in itself: whatever it refers to is in its `$defs`. Parameters are left out.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.json_pointer import parts
from generator.document.openapi_objects import walk

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A name, not an address: there is no server that would answer it.
_NAMESPACE = "urn:threecommas:schema:"


def json_schemas(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the schema of each body by the name of its component, in alphabetical order."""
    schemas = document["components"]["schemas"]
    return {name: _schema(schemas, name) for name in sorted(set(_bodies(document)))}


def _bodies(document: Mapping[str, Any]) -> Iterator[str]:
    for node in walk(document, "document"):
        if node.kind == "media_type":
            schema = node.value["schema"]
            body = schema.get("items", schema)
            if "$ref" in body:
                yield _name(body["$ref"])


def _schema(schemas: Mapping[str, Any], name: str) -> dict[str, Any]:
    needed = sorted(_reached(schemas, name))
    definitions = {other: _plain(schemas[other], name) for other in needed if other != name}
    schema = {"$schema": _DIALECT, "$id": f"{_NAMESPACE}{name}", **_plain(schemas[name], name)}
    return {**schema, "$defs": definitions} if definitions else schema


def _reached(schemas: Mapping[str, Any], name: str) -> set[str]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            waiting += [_name(node.value["$ref"]) for node in _references(schemas[current])]
    return reached


def _references(schema: Any) -> Iterator[Any]:
    return (node for node in walk(schema, "schema") if isinstance(node.value, dict) and "$ref" in node.value)


def _plain(schema: Mapping[str, Any], root: str) -> dict[str, Any]:
    """Return the schema in words of JSON Schema alone, its references leading into `$defs`."""
    plain = copy.deepcopy(dict(schema))
    for node in list(walk(plain, "schema")):
        if "$ref" in node.value:
            name = _name(node.value["$ref"])
            node.value["$ref"] = "#" if name == root else f"#/$defs/{name}"
        if "example" in node.value:
            node.value["examples"] = [node.value.pop("example")]
        for keyword in [keyword for keyword in node.value if keyword.startswith("x-")]:
            del node.value[keyword]
    return plain


def _name(reference: str) -> str:
    return parts(reference.removeprefix("#"))[-1]
