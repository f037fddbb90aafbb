"""An object with rules between its fields as several without: one for each way to keep the rules."""

from collections.abc import Mapping
from typing import Any

from threecommas.testing.document import Schema, schema_at

_RULES = ("anyOf", "oneOf")


def alternatives(schema: Schema) -> list[Schema]:
    """Return object schemas without anyOf, oneOf and not, whose values together are those of *schema*."""
    rules = schema.get("anyOf") or schema.get("oneOf") or [{}]
    made = [_kept_apart(schema, rule) for rule in rules]
    return [one for one in made if not _contradicts_itself(one)]


def _kept_apart(schema: Schema, rule: Schema) -> Schema:
    made = _both({name: value for name, value in schema.items() if name not in _RULES}, rule)
    forbidden = set(made.pop("not", {}).get("required", ()))
    # Of oneOf a value keeps one rule alone, so what another requires is absent.
    for other in schema.get("oneOf", []):
        forbidden |= set(other["required"]) - set(rule["required"])
    required = made.get("required", [])
    made["properties"] = {
        name: value
        for name, value in made.get("properties", {}).items()
        if name not in forbidden and (name in required or _has_values(value))
    }
    return made


def _both(schema: Schema, more: Mapping[str, Schema]) -> Schema:
    """Return a schema that asks for both; *more* has constants, required, properties and not alone."""
    made = schema_at(schema["$ref"]) if "$ref" in schema else {**schema}
    if choices := _constants(more):
        made["enum"] = [value for value in choices if value in made.get("enum", choices)]
    properties = {**made.get("properties", {})}
    for name, rule in more.get("properties", {}).items():
        properties[name] = _both(properties[name], rule)
    if properties:
        made["properties"] = properties
    if "required" in more:
        made["required"] = [*made.get("required", []), *more["required"]]
    if "not" in more:
        made["not"] = more["not"]
    return made


def _constants(rule: Mapping[str, Any]) -> list[Any]:
    """Return the values that a rule lists: in an enum, as a const, or as several for values of two types."""
    alone = [rule["const"]] if "const" in rule else []
    several = [form["const"] for form in rule.get("anyOf", []) if "const" in form]
    return [*rule.get("enum", []), *alone, *several]


def _contradicts_itself(schema: Schema) -> bool:
    required = schema.get("required", ())
    return any(name in required and not _has_values(value) for name, value in schema["properties"].items())


def _has_values(schema: Schema) -> bool:
    """Tell whether the schema's own choices leave one."""
    return bool(schema.get("enum", True))
