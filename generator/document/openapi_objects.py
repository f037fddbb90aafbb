"""The objects of an OpenAPI 3.1 and of an AsyncAPI 3.1 document, and the places where each may hold others.

One table serves the walk through a document, the resolving of references and the rule about unknown keywords.
It lists what this project uses of the two. Lint refuses what is not listed here.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# For each kind of object: the keywords that hold other objects, and in which arrangement.
# "one" = the object itself, "list" = a list of them, "map" = names of the author's choice leading to them.
_HOLDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "document": {"paths": ("map", "path_item"), "components": ("one", "components")},
    "components": {
        "schemas": ("map", "schema"),
        "parameters": ("map", "parameter"),
        "responses": ("map", "response"),
        "examples": ("map", "example"),
        "headers": ("map", "header"),
        "requestBodies": ("map", "request_body"),
        "securitySchemes": ("map", "security_scheme"),
        "links": ("map", "link"),
        "messages": ("map", "message"),
    },
    "path_item": {
        "parameters": ("list", "parameter"),
        **dict.fromkeys(METHODS, ("one", "operation")),
    },
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "request_body"),
        "responses": ("map", "response"),
    },
    "parameter": {"schema": ("one", "schema"), "examples": ("map", "example")},
    "header": {"schema": ("one", "schema"), "examples": ("map", "example")},
    "request_body": {"content": ("map", "media_type")},
    "response": {"content": ("map", "media_type"), "headers": ("map", "header"), "links": ("map", "link")},
    "media_type": {"schema": ("one", "schema"), "examples": ("map", "example")},
    "schema": {
        "properties": ("map", "schema"),
        "items": ("one", "schema"),
        "additionalProperties": ("one", "schema"),
        "not": ("one", "schema"),
        "allOf": ("list", "schema"),
        "anyOf": ("list", "schema"),
        "oneOf": ("list", "schema"),
        "contentSchema": ("one", "schema"),
    },
    "streams": {
        "channels": ("map", "channel"),
        "operations": ("map", "stream_operation"),
        "components": ("one", "components"),
    },
    "channel": {"messages": ("map", "message")},
    "stream_operation": {
        "channel": ("one", "channel"),
        "messages": ("list", "message"),
        "reply": ("one", "reply"),
    },
    "reply": {"channel": ("one", "channel"), "messages": ("list", "message")},
    "message": {"payload": ("one", "schema"), "examples": ("list", "message_example")},
}

_ALSO: Mapping[str, str] = {
    "document": "openapi info servers tags security externalDocs",
    "path_item": "summary description",
    "operation": "operationId summary description tags externalDocs deprecated security",
    "parameter": "name in description required deprecated style explode example",
    "header": "description required deprecated example",
    "request_body": "description required",
    "response": "description",
    "media_type": "example",
    "example": "summary description value",
    "link": "operationId parameters requestBody description",
    "security_scheme": "type description name in",
    "schema": (
        "type description required enum const format pattern example default deprecated minimum maximum "
        "exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems uniqueItems "
        "minProperties maxProperties contentMediaType"
    ),
    "streams": "asyncapi info servers defaultContentType",
    "channel": "address summary description",
    "stream_operation": "action summary description",
    "message": "summary description",
    "message_example": "summary payload",
}


# This project's own words; x-contradictions may stand in every object.
_EXTENSIONS: Mapping[str, str] = {
    "operation": (
        "x-source x-undocumented x-sdk x-permission x-rate-limit x-retry x-shown-by x-order x-pagination "
        "x-outcome x-sort"
    ),
    "schema": "x-enum-varnames x-enum-descriptions x-attribute x-transitions",
    "parameter": "x-attribute",
    "security_scheme": "x-signing",
    "channel": "x-evidence x-source x-permission x-signing",
    "stream_operation": "x-evidence x-source",
    "message": "x-evidence x-source",
}


class Node(NamedTuple):
    """An object of a document: its kind, the steps that lead to it, and the object."""

    kind: str
    parts: tuple[str | int, ...]
    value: Any


@cache
def keywords(kind: str) -> frozenset[str]:
    """Return the names an object of this kind may have."""
    own = f"{_ALSO.get(kind, '')} {_EXTENSIONS.get(kind, '')} x-contradictions"
    return frozenset(_HOLDS.get(kind, ())) | frozenset(own.split())


def walk(value: Any, kind: str, parts: tuple[str | int, ...] = ()) -> Iterator[Node]:
    """Yield the object and all objects in it, outermost first; examples are data and not looked into."""
    waiting = [Node(kind, parts, value)]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node.value, dict) and node.kind in _HOLDS:
            waiting += reversed([*_children(node)])


def _children(node: Node) -> Iterator[Node]:
    for keyword, (arrangement, kind) in _HOLDS[node.kind].items():
        if keyword not in node.value:
            continue
        held, parts = node.value[keyword], (*node.parts, keyword)
        if arrangement == "one":
            yield Node(kind, parts, held)
        elif arrangement == "list" and isinstance(held, list):
            yield from [Node(kind, (*parts, index), child) for index, child in enumerate(held)]
        elif arrangement == "map" and isinstance(held, dict):
            yield from [Node(kind, (*parts, name), child) for name, child in held.items()]
