"""The document as openapi-python-client can take it: the same values on the wire, said more plainly.

What code cannot use (rules between properties, numbers beside text, formats that stay text) is dropped here;
it stays in the published document. The input is left as it is.
"""

from collections.abc import Mapping
from typing import Any

from generator.document.all_of import is_object, merged
from generator.document.copies import copied
from generator.document.json_pointer import parts
from generator.document.openapi_objects import walk
from generator.document.operation_defaults import with_defaults
from generator.document.schema_shapes import COMPOSITIONS, is_constraint, is_decimal, known_values, types_of
from generator.document.secret_names import CONCEALED
from generator.document.union_order import choices, ordered

_CLOSED = "Known"
_SCHEMAS = "#/components/schemas/"
# The format, in the lowered document alone, of decimals that may be numbers.
DECIMAL_OR_NUMBER = "decimal-or-number"
# Text of these formats becomes something other than plain text in the client.
_FORMATS = frozenset({"decimal", DECIMAL_OR_NUMBER, "date-time", CONCEALED})


def lower(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plainer document that describes the same client."""
    plain = copied(with_defaults(document))
    schemas = plain.get("components", {}).get("schemas", {})
    _merge_parts(plain, schemas)
    _order_choices(plain)
    names = enum_names(schemas)
    for node in list(walk(plain, "document")):
        if isinstance(node.value, dict) and "$ref" in node.value:
            node.value["$ref"] = _renamed(node.value["$ref"], names)
        elif node.kind == "schema" and isinstance(node.value, dict):
            _simplify(node.value)
    for closed, name in names.items():
        described = _description(schemas, name, closed)
        schemas[name] = {**schemas.pop(closed), "description": described}
    return plain


def _merge_parts(document: Mapping[str, Any], schemas: dict[str, Any]) -> None:
    """Replace each object that is made of others by one that has all their members."""
    whole = {
        name: merged(document, schema)
        for name, schema in schemas.items()
        if "allOf" in schema and is_object(document, schema)
    }
    # Copies, because each is made plainer by itself.
    schemas |= copied(whole)


def _order_choices(document: dict[str, Any]) -> None:
    """Put the forms of each choice between whole values in the order in which they can all be met."""
    for node in list(walk(document, "document")):
        if node.kind == "schema" and isinstance(node.value, dict) and not known_values(node.value):
            node.value.update({word: ordered(document, forms) for word, forms in choices(node.value)})


def enum_names(schemas: Mapping[str, Any]) -> dict[str, str]:
    """Return the one name in the client for each closed enum that has an open one, or is called Known…."""
    opened = {parts(closed)[-1]: name for name, value in schemas.items() if (closed := known_values(value))}
    alone = {
        name: name.removeprefix(_CLOSED)
        for name, value in schemas.items()
        if "enum" in value and name.startswith(_CLOSED) and name.removeprefix(_CLOSED) not in schemas
    }
    return alone | opened


def closed_enums(schemas: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the enums that no value is added to: those the document does not call Known…."""
    opened = enum_names(schemas)
    return frozenset(
        name
        for name, value in schemas.items()
        if "enum" in value and name not in opened and not name.startswith(_CLOSED)
    )


def _renamed(reference: str, names: Mapping[str, str]) -> str:
    name = reference.removeprefix(_SCHEMAS)
    return _SCHEMAS + names[name] if name in names else reference


def _description(schemas: Mapping[str, Any], name: str, closed: str) -> str:
    return str((schemas.get(name) or schemas.get(closed) or {}).get("description", ""))


def _simplify(schema: dict[str, Any]) -> None:
    # The server applies a default; code that sent it would freeze today's one.
    for keyword in ("default", "example"):
        schema.pop(keyword, None)
    _simplify_type(schema)
    if is_decimal(schema):
        if not {"number", "integer"}.isdisjoint(types_of(schema)):
            schema["format"] = DECIMAL_OR_NUMBER
        schema["type"] = ["string", "null"] if "null" in types_of(schema) else "string"
    elif schema.get("format") not in _FORMATS:
        schema.pop("format", None)
    if types_of(schema) == ["object"]:
        _drop_constraints(schema)


def _simplify_type(schema: dict[str, Any]) -> None:
    """Say one type without a list, and a constant without its type, which would hide it."""
    types = types_of(schema)
    if len(types) == 1:
        schema["type"] = types[0]
    if "const" in schema and types:
        del schema["type"]
        if "null" in types and schema["const"] is not None:
            schema["oneOf"] = [{"const": schema.pop("const")}, {"type": "null"}]


def _drop_constraints(schema: dict[str, Any]) -> None:
    schema.pop("not", None)
    for keyword in COMPOSITIONS:
        branches = [branch for branch in schema.pop(keyword, []) if not is_constraint(branch)]
        if branches:
            schema[keyword] = branches
