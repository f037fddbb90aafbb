"""Pieces of a schema as 3.0.3 needs them: one type at a time, one form of a request, a component in place."""

from collections.abc import Mapping
from typing import Any

from generator.document.schema_shapes import known_values, types_of
from generator.publish.contradictions import KEY as CONTRADICTIONS

# The keywords that speak about one type of value only.
_OWNED: Mapping[str, frozenset[str]] = {
    "string": frozenset({"pattern", "minLength", "maxLength", "format"}),
    "number": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
    "integer": frozenset(
        {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"}
    ),
}
# The first of several forms says enough by itself if it is one of these.
_ALONE = frozenset({"array", "boolean", "integer", "number", "string"})
_NULL = {"type": "null"}


def value_types(schema: Mapping[str, Any]) -> list[str]:
    """Return the types a schema names, none of them null and none contained in another."""
    types = [name for name in types_of(schema) if name != "null"]
    return [name for name in types if name != "integer" or "number" not in types]


def owned(schema: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the keywords of the schema that speak about values of the named type."""
    return {key: value for key, value in schema.items() if key in _OWNED.get(name, ())}


def first_form(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema with the first of several scalar forms alone: text of [string, number], say."""
    types = value_types(schema)
    if len(types) > 1:
        foreign = {key for name in types[1:] for key in owned(schema, name)} - owned(schema, types[0]).keys()
        return {**{key: value for key, value in schema.items() if key not in foreign}, "type": types[0]}
    match schema.get("anyOf"):
        case [{"type": str(name)} as form, *_] if name in _ALONE and not known_values(schema):
            return {**form, **{key: value for key, value in schema.items() if key != "anyOf"}}
    return schema


def without_null(schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what the schema says of values other than null, None if null is not allowed anyway."""
    types = types_of(schema)
    if "null" in types and len(types) > 1:
        others = [name for name in types if name != "null"]
        return {**schema, "type": others if len(others) > 1 else others[0]}
    for keyword in ("oneOf", "anyOf"):
        match schema.get(keyword):
            case [other, null] if null == _NULL:
                return next_to_ref(other, {key: value for key, value in schema.items() if key != keyword})
    return None


def next_to_ref(component: Mapping[str, Any], use: Mapping[str, Any]) -> dict[str, Any]:
    """Return a component written out where it is used, with what the use says of itself."""
    own = {key: value for key, value in component.items() if key != CONTRADICTIONS}
    return own | {key: value for key, value in use.items() if key != "$ref"}


def without_other_case(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return an enum without values that an earlier one is in another case: generators give both one name."""
    folded = [str(value).lower() for value in schema["enum"]]
    kept = [index for index, value in enumerate(folded) if value not in folded[:index]]
    names = ("enum", "x-enum-varnames", "x-enum-descriptions")
    return {key: [value[index] for index in kept] if key in names else value for key, value in schema.items()}
