"""Members of a body that its schema does not have: a misspelt stop loss would else go unsaid, and be missing.

The schemas themselves take members they do not know, as the API does. What a value may be is left to the API.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("if", "then", "else")


class Unknown(NamedTuple):
    """A member that is not known: its place, and the names of those that are."""

    place: str
    known: tuple[str, ...]


def unknown_members(
    value: Any, schemas: Sequence[Mapping[str, Any]], definitions: Mapping[str, Any], place: str
) -> Iterator[Unknown]:
    """Yield each member of a value, however deep, that no part of its schemas names."""
    parts = [part for schema in schemas for part in _parts(schema, definitions)]
    if isinstance(value, dict):
        properties = _properties(parts)
        # A schema that names nothing is that of a table with names of the user's own.
        is_open = not properties or any(part.get("additionalProperties") for part in parts)
        for name, inner in value.items():
            if name in properties:
                yield from unknown_members(inner, properties[name], definitions, f"{place}.{name}")
            elif not is_open:
                yield Unknown(f"{place}.{name}", tuple(properties))
    elif isinstance(value, list):
        items = [part["items"] for part in parts if isinstance(part.get("items"), dict)]
        for index, inner in enumerate(value):
            yield from unknown_members(inner, items, definitions, f"{place}[{index}]")


def _properties(parts: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Return what the parts of a schema say of each member."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for part in parts:
        for name, schema in part.get("properties", {}).items():
            found.setdefault(name, []).append(schema if isinstance(schema, dict) else {})
    return found


def _parts(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a schema, and those that it refers to or consists of."""
    yield schema
    within = [schema[keyword] for keyword in _SINGLE if isinstance(schema.get(keyword), dict)]
    within += [each for keyword in _LISTS for each in schema.get(keyword, ()) if isinstance(each, dict)]
    if (name := schema.get("$ref")) is not None:
        within.append(definitions[name.removeprefix("#/$defs/")])
    for each in within:
        yield from _parts(each, definitions)
