"""The form of a value by its schema, as far as lint and lowering need it."""

from collections.abc import Mapping
from typing import Any

# A branch of anyOf, oneOf, allOf or not that says nothing but these speaks about the object it stands in.
_CONSTRAINTS = frozenset({"required", "properties", "const", "enum", "not", "anyOf", "oneOf", "allOf"})
COMPOSITIONS = ("allOf", "anyOf", "oneOf")


def types_of(schema: Mapping[str, Any]) -> list[str]:
    """Return the JSON types a schema names itself, none if it names none."""
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else list(named)


def is_decimal(schema: Mapping[str, Any]) -> bool:
    """Tell whether values are exact decimals, written as text, as numbers or as either."""
    return schema.get("format") == "decimal"


def is_constraint(schema: Any) -> bool:
    """Tell whether a schema only narrows the object it stands in, so that no code is needed for it."""
    if not isinstance(schema, dict) or not schema or not _CONSTRAINTS.issuperset(schema):
        return False
    inner = [*schema.get("properties", {}).values(), *(schema["not"] for _ in range("not" in schema))]
    for keyword in COMPOSITIONS:
        inner += schema.get(keyword, [])
    return all(is_constraint(child) for child in inner)


def known_values(schema: Mapping[str, Any]) -> str:
    """Return the reference to the closed enum an open one is made of, "" if the schema is no open enum.

    Open means anyOf [reference, text]: the values known today, and any text that is added later.
    """
    match schema.get("anyOf"):
        case [{"$ref": str(closed)}, {"type": "string", **more}] if not more:
            return closed
    return ""
