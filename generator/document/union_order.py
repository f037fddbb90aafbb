"""The order in which the forms of a choice are tried: a stricter one before a looser one.

The client takes the first form that fits. Behind a form that takes everything a later one takes, the later
one would never be met. What counts is what the client checks, which is less than the document says: bounds
and patterns are not looked at, and an enum takes any text.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from generator.document.all_of import is_object, merged
from generator.document.operations import resolved
from generator.document.schema_shapes import is_decimal, types_of

_CHOICES = ("anyOf", "oneOf")
_CONSTANTS = {str: "string", bool: "boolean", int: "integer"}

Pairs = frozenset[tuple[int, int]]


def choices(schema: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield the choices between whole values, by keyword; beside members a choice narrows the object."""
    if "object" not in types_of(schema) and "properties" not in schema:
        yield from ((keyword, schema[keyword]) for keyword in _CHOICES if keyword in schema)


def ordered(document: Mapping[str, Any], forms: Sequence[Any]) -> list[Any]:
    """Return the forms, each behind those it would hide, otherwise in the document's order."""
    waiting, found = list(forms), []
    while waiting:
        nearest = next((form for form in waiting if not _hides_one(document, form, waiting)), waiting[0])
        waiting = [form for form in waiting if form is not nearest]
        found.append(nearest)
    return found


def confusions(document: Mapping[str, Any], forms: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Yield the places of each two forms that take the same values, so that no order helps."""
    for (first, one), (second, other) in combinations(enumerate(forms), 2):
        if covers(document, one, other) and covers(document, other, one):
            yield first, second


def _hides_one(document: Mapping[str, Any], form: Any, others: Sequence[Any]) -> bool:
    return any(
        covers(document, form, other) and not covers(document, other, form)
        for other in others
        if other is not form
    )


def covers(document: Mapping[str, Any], wide: Any, narrow: Any, seen: Pairs = frozenset()) -> bool:
    """Tell whether the client would take each value of the narrow schema for one of the wide schema."""
    wide, narrow = resolved(document, wide), resolved(document, narrow)
    pair = (id(wide), id(narrow))
    if wide is narrow or pair in seen:
        return True
    forms, inner = list(_forms(wide)), list(_forms(narrow))
    if len(forms) == len(inner) == 1:
        return _covers_one(document, forms[0], inner[0], seen | {pair})
    return all(any(covers(document, form, each, seen | {pair}) for form in forms) for each in inner)


def _forms(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the forms of a choice, or of a list of types; the schema itself if it is neither."""
    if branches := [branch for _, forms in choices(schema) for branch in forms]:
        yield from branches
    elif len(types_of(schema)) > 1 and not is_decimal(schema):
        yield from ({**schema, "type": each} for each in types_of(schema))
    else:
        yield schema


def _covers_one(
    document: Mapping[str, Any], wide: Mapping[str, Any], narrow: Mapping[str, Any], seen: Pairs
) -> bool:
    if is_object(document, wide) and is_object(document, narrow):
        return _covers_object(document, merged(document, wide), merged(document, narrow), seen)
    kinds, others = _kinds(wide), _kinds(narrow)
    if kinds == others == {"array"}:
        return covers(document, wide.get("items", {}), narrow.get("items", {}), seen)
    if "const" in wide:
        return "const" in narrow and _same_constant(wide["const"], narrow["const"])
    return bool(others) and others <= kinds and _looseness(wide) >= _looseness(narrow)


def _kinds(schema: Mapping[str, Any]) -> set[str]:
    """Return the JSON types of a schema that is no choice; a number takes integers too."""
    if "const" in schema:
        return {_CONSTANTS.get(type(schema["const"]), "null")}
    kinds = set(types_of(schema)) or ({"string"} if "enum" in schema else set())
    return kinds | ({"integer"} if "number" in kinds else set())


def _looseness(schema: Mapping[str, Any]) -> int:
    """Return how much text or how many numbers a form takes, next to others of its type."""
    if "const" in schema:
        return 0
    if "enum" in schema:
        return 2
    # Text of a format is read as something else than text, and so is a whole number.
    return 1 if schema.get("format") in {"decimal", "date-time"} or "integer" in types_of(schema) else 3


def _same_constant(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _covers_object(
    document: Mapping[str, Any], wide: Mapping[str, Any], narrow: Mapping[str, Any], seen: Pairs
) -> bool:
    properties = wide["properties"]
    if not set(wide.get("required", [])) <= set(narrow.get("required", [])):
        return False
    others = wide.get("additionalProperties", True)
    for name, schema in narrow["properties"].items():
        asked = properties.get(name, others)
        if asked is False or (asked is not True and not covers(document, asked, schema, seen)):
            return False
    return bool(properties or narrow["properties"]) or others is True
