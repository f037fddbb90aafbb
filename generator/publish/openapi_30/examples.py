"""Examples of requests in the one form that 3.0.3 describes: the same order, said more uniformly."""

from collections.abc import Mapping
from typing import Any

from generator.document.json_io import write_json
from generator.document.operations import resolved


def to_single_form(document: Mapping[str, Any], schema: Mapping[str, Any], value: Any) -> Any:
    """Return a request's value as its 3.0.3 schema has it: 12 as "12" where text is meant, "true" as true."""
    schema = _target(document, schema)
    match value:
        case dict():
            properties = schema.get("properties", {})
            return {
                key: to_single_form(document, properties.get(key, {}), inner) for key, inner in value.items()
            }
        case list():
            return [to_single_form(document, schema.get("items", {}), item) for item in value]
        case _ if schema.get("type") == "array" and value is not None:
            return [to_single_form(document, schema.get("items", {}), value)]
        case _:
            return _scalar(schema, value)


def _scalar(schema: Mapping[str, Any], value: Any) -> Any:
    if "enum" in schema and isinstance(value, str):
        return next((known for known in schema["enum"] if known.lower() == value.lower()), value)
    match schema.get("type"), value:
        case "boolean", "true" | "false":
            return value == "true"
        case "integer", str() if value.isdecimal():
            return int(value)
        case "string", int() | float() if not isinstance(value, bool):
            return write_json(value).strip()
    return value


def _target(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema or "allOf" in schema:
        schema = resolved(document, schema) if "$ref" in schema else schema["allOf"][0]
    return schema
