"""The schemas used in request bodies. Callers make these objects, so constructors take more types.

And which are answered, of which none of ours makes the values; and which may be nested without an end.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.document.operations import operations, resolved


def sent_schemas(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the schemas that request bodies are made of."""
    return _schemas_of(document, (each.value.get("requestBody", {}) for each in operations(document)))


def answered_schemas(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the schemas that answers are made of."""
    answers = (answer for each in operations(document) for answer in each.value["responses"].values())
    return _schemas_of(document, answers)


def group_schemas(
    document: Mapping[str, Any], sent: frozenset[str], answered: frozenset[str]
) -> frozenset[str]:
    """Return the names of the schemas that stand inside of a request body alone: no body, and no answer."""
    bodies = frozenset(
        _name(media.get("schema"))
        for each in operations(document)
        for media in resolved(document, each.value.get("requestBody", {})).get("content", {}).values()
    )
    return sent - bodies - answered


def recursive_schemas(schemas: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the schemas of which a value may have another one somewhere in it."""
    inner = {name: set(_references(schema)) for name, schema in schemas.items()}
    return frozenset(name for name in inner if name in _reached(name, inner))


def _reached(name: str, inner: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = inner.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if name := _name(value):
            yield name
        value = list(value.values())
    for child in value if isinstance(value, list) else ():
        yield from _references(child)


def _name(schema: Any) -> str:
    reference = schema.get("$ref") if isinstance(schema, dict) else None
    # A member may have the name of the keyword, and then it is a schema.
    return reference.rpartition("/")[2] if isinstance(reference, str) else ""


def _schemas_of(document: Mapping[str, Any], messages: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    found: set[str] = set()
    for message in messages:
        for media in resolved(document, message).get("content", {}).values():
            _collect(document, media.get("schema"), found)
    return frozenset(found)


def _collect(document: Mapping[str, Any], value: Any, found: set[str]) -> None:
    if isinstance(value, dict):
        name = _name(value)
        if name and name not in found:
            found.add(name)
            _collect(document, resolved(document, value), found)
        value = list(value.values())
    for child in value if isinstance(value, list) else ():
        _collect(document, child, found)
