"""Schemas that say nothing but each other: a reference, a part or a choice that leads back to where it began.

An object may hold itself, since a value of it ends somewhere. What is made of itself alone has no values, and
whoever asks what it is would go round for ever. So would a list of itself, as no item of it says anything.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.json_pointer import follow, pointer
from generator.document.schema_shapes import COMPOSITIONS

_SAYS_ITSELF = frozenset({"type", "properties", "enum", "const"})
_LIST = "array"


def circles(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the pointer of each component that is made of itself alone."""
    for section, components in document.get("components", {}).items():
        for name, component in components.items():
            if _leads_to(document, component, component, set()):
                yield pointer(("components", section, name))


def _leads_to(document: Mapping[str, Any], schema: Any, goal: Any, seen: set[int]) -> bool:
    for part in _parts(schema):
        below = _component(document, part)
        if below is goal:
            return True
        if id(below) not in seen:
            seen.add(id(below))
            if _leads_to(document, below, goal, seen):
                return True
    return False


def _parts(schema: Any) -> Iterator[Any]:
    """Yield what a schema is made of, nothing for one that says itself what it is."""
    if isinstance(schema, dict) and schema.get("type") == _LIST:
        yield schema.get("items")
    elif isinstance(schema, dict) and not _SAYS_ITSELF & schema.keys():
        if "$ref" in schema:
            yield schema
        for keyword in COMPOSITIONS:
            forms = schema.get(keyword)
            yield from forms if isinstance(forms, list) else ()


def _component(document: Mapping[str, Any], part: Any) -> Any:
    # One step alone: a reference may lead to itself.
    return (
        follow(document, part["$ref"].removeprefix("#"))
        if isinstance(part, dict) and "$ref" in part
        else part
    )
