"""The operations of the document as tools: a name, a sentence, a JSON Schema of the arguments.

Which of them are writes the document says. What a call sends is left to `requests`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from threecommas.messages.request import is_write
from threecommas_rest import OPERATIONS
from threecommas_rest.operations import Operation

FIELDS = "fields"
"""The argument that every tool has besides those of its operation."""

BODY = "body"

_FIELDS_SCHEMA = {
    "type": "array",
    "items": {"type": "string"},
    "description": "Members to answer, each by its path, such as status.type; else as many as fit.",
}
# What says nothing about what may be given.
_DROPPED = frozenset({"example", "examples", "externalDocs", "deprecated", "title", "xml"})
_NAMED = frozenset({"properties", "dependentRequired"})
_AS_IT_IS = frozenset({"enum", "const", "default", "required"})
_SCHEMAS = "#/components/schemas/"
_LONGEST_DESCRIPTION = 300  # characters


@dataclass(frozen=True, slots=True)
class ToolDescription:
    """One operation, and what an assistant is told of it; `parameters` is a JSON Schema of an object."""

    operation: Operation
    description: str
    parameters: Mapping[str, Any]
    path_names: tuple[str, ...] = ()
    query_names: tuple[str, ...] = ()
    has_body: bool = field(default=False)

    @property
    def name(self) -> str:
        """The operation's name, such as ``list_deals``."""
        return self.operation.id

    @property
    def is_write(self) -> bool:
        """Whether it changes something, by the document."""
        return is_write(self.operation, self.operation.method)


def tool_descriptions(document: Mapping[str, Any]) -> list[ToolDescription]:
    """Return a tool for each operation of the document, in its order."""
    return [_described(document, item, stated) for item, stated in _operations(document)]


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for item in document["paths"].values():
        for stated in item.values():
            if isinstance(stated, dict) and stated.get("operationId") in OPERATIONS:
                yield item, stated


def _described(
    document: Mapping[str, Any], item: Mapping[str, Any], stated: Mapping[str, Any]
) -> ToolDescription:
    parameters = [
        _resolved(document, each) for each in (*item.get("parameters", ()), *stated.get("parameters", ()))
    ]
    taken = [each for each in parameters if each["in"] in ("path", "query")]
    properties = {each["name"]: _parameter_schema(each) for each in taken}
    required = [each["name"] for each in taken if each.get("required")]
    body = stated.get("requestBody")
    if body:
        body = _resolved(document, body)
        properties[BODY] = _plain(body["content"]["application/json"]["schema"])
        required += [BODY] if body.get("required") else []
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {**properties, FIELDS: _FIELDS_SCHEMA},
        "required": required,
        "additionalProperties": False,
    }
    if definitions := _definitions(document, properties):
        schema["$defs"] = definitions
    return ToolDescription(
        operation=OPERATIONS[stated["operationId"]],
        description=_sentence(stated),
        parameters=schema,
        path_names=tuple(each["name"] for each in taken if each["in"] == "path"),
        query_names=tuple(each["name"] for each in taken if each["in"] == "query"),
        has_body=bool(body),
    )


def _resolved(document: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in value:
        found: Any = document
        for name in value["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        value = found
    return value


def _parameter_schema(parameter: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = _plain(parameter["schema"])
    said = parameter.get("description")
    return {**plain, "description": _cut(said)} if said else plain


def _plain(schema: Any) -> Any:
    """Return a schema without examples and extensions, whose references lead to the tool's own `$defs`."""
    if not isinstance(schema, dict):
        return [_plain(each) for each in schema] if isinstance(schema, list) else schema
    found: dict[str, Any] = {}
    for name, value in schema.items():
        if name == "$ref":
            found[name] = f"#/$defs/{value.removeprefix(_SCHEMAS)}"
        elif name == "description":
            found[name] = _cut(value)
        elif name in _AS_IT_IS:
            found[name] = value
        elif name in _NAMED:
            found[name] = {member: _plain(inner) for member, inner in value.items()}
        elif name not in _DROPPED and not name.startswith("x-"):
            found[name] = _plain(value)
    return found


def _definitions(document: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schemas that others refer to, and those that these refer to."""
    found: dict[str, Any] = {}
    waiting = _references(properties)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _plain(document["components"]["schemas"][name])
            waiting += _references(found[name])
    return dict(sorted(found.items()))


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for each in value for name in _references(each)]
    if not isinstance(value, dict):
        return []
    own = value.get("$ref")
    return ([own.removeprefix("#/$defs/")] if isinstance(own, str) else []) + _references([*value.values()])


def _sentence(stated: Mapping[str, Any]) -> str:
    summary = str(stated["summary"]).rstrip(".")
    return _cut(f"{summary}. {stated.get('description', '')}".strip())


def _cut(text: str) -> str:
    """Return as many whole sentences as are short enough, the first one in any case."""
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(text.split()))
    kept = sentences[0]
    for each in sentences[1:]:
        if len(kept) + 1 + len(each) > _LONGEST_DESCRIPTION:
            break
        kept += f" {each}"
    return kept
