"""The rule that each member of an object has the form OpenAPI gives it.

It holds for the members that this generator looks at.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.schema_shapes import types_of
from generator.lint.data_shape import Form, has_form
from generator.lint.rule import LintContext, RuleViolation, at

_TEXT, _TEXTS = ((str,), "text"), (([str],), "a list of texts")
_LIST, _OBJECT = ((list,), "a list"), ((dict,), "an object")

# Name -> the forms it may have, and how to say that. A kind of object before the name comes first.
_MEMBERS: Mapping[str, tuple[tuple[Form, ...], str]] = {
    **dict.fromkeys(
        ("description", "summary", "operationId", "format", "pattern", "$ref", "name", "in"), _TEXT
    ),
    **dict.fromkeys(
        ("x-source", "x-permission", "x-retry", "x-attribute", "x-client-name", "x-shown-by"), _TEXT
    ),
    **dict.fromkeys(
        ("parameters", "allOf", "anyOf", "oneOf", "enum", "x-rate-limit", "x-outcome", "x-contradictions"),
        _LIST,
    ),
    **dict.fromkeys(("paths", "responses", "content", "properties", "requestBody", "schema"), _OBJECT),
    **dict.fromkeys(("examples", "x-sdk", "x-order", "x-pagination", "info"), _OBJECT),
    **dict.fromkeys(("required", "deprecated"), ((bool,), "true or false")),
    "schema.required": _TEXTS,
    "x-enum-varnames": _TEXTS,
    "x-enum-descriptions": _TEXTS,
    "type": ((str, [str]), "text or a list of texts"),
    "operation.tags": _TEXTS,
    "document.tags": (([{"name": str, "description": str}],), "a list of names with descriptions"),
    "operation.security": (([dict],), "a list of objects"),
    "link.parameters": _OBJECT,
    **dict.fromkeys(("channels", "operations", "channel", "reply", "payload", "channel.messages"), _OBJECT),
    **dict.fromkeys(("message.examples", "stream_operation.messages", "reply.messages"), _LIST),
    **dict.fromkeys(("x-evidence", "action", "address"), _TEXT),
}

# Of nothing there is no choice, no part and no type.
_OF_SOME = frozenset({"type", "allOf", "anyOf", "oneOf", "enum"})


_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})


def members_have_their_form(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every member that is no list, object or text where OpenAPI wants one, is empty, or no type."""
    for file, node in context.spec_files.nodes:
        for name, value in node.value.items() if isinstance(node.value, dict) else ():
            forms, spoken = _MEMBERS.get(f"{node.kind}.{name}") or _MEMBERS.get(name, ((), ""))
            if forms and not any(has_form(value, form) for form in forms):
                yield RuleViolation(*at(file, node, name), f"{name} is {named(value)}, not {spoken}")
            elif value == [] and node.kind == "schema" and name in _OF_SOME:
                yield RuleViolation(*at(file, node, name), f"{name} is empty")
            elif name == "type" and node.kind == "schema" and (others := set(types_of(node.value)) - _TYPES):
                yield RuleViolation(*at(file, node, name), f"{min(others)!r} is no JSON type")


def named(value: Any) -> str:
    """Say what kind of value it is."""
    names = {dict: "an object", list: "a list", str: "text", bool: "a boolean"}
    return names.get(type(value), "a plain value")
