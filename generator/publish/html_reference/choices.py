"""The values of enums where they are used, and the writes whose answers show a status.

Only a documented answer counts: whatever else can lead to a status, no source says.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.document.operations import operations, resolved
from generator.document.schema_shapes import COMPOSITIONS, known_values
from generator.publish.example_calls import media_examples
from generator.publish.html_reference.types import component_of

_STATUS = "Status"
# Enum -> value -> the operations, as id and summary, that answer it.
Origins = Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of an enum and a sentence about them; `open` if other text may come."""

    values: Sequence[str]
    description: str
    open: bool


def choices_of(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Choices | None:
    """Return the values a schema lists, itself or by what it refers to or holds; None if it lists none."""
    if "const" in schema:
        return Choices([str(schema["const"])], "", open=False)
    target = resolved(document, schema)
    if closed := known_values(target):
        enum = resolved(document, {"$ref": closed})
        return Choices(enum["enum"], enum["description"], open=True)
    if "enum" in target:
        return Choices(target["enum"], target.get("description", ""), open=False)
    parts = [target["items"]] if "items" in target else []
    for keyword in COMPOSITIONS:
        parts += [part for part in target.get(keyword, []) if part.get("type") != "null"]
    # Beside another form, such as a plain true, the values of one would not be all there are.
    return choices_of(document, parts[0]) if len(parts) == 1 and "$ref" in parts[0] else None


def status_origins(document: Mapping[str, Any]) -> Origins:
    """Return after which writes each status was shown, by the documented answers."""
    found: dict[str, dict[str, dict[tuple[str, str], None]]] = defaultdict(lambda: defaultdict(dict))
    for operation in operations(document):
        if operation.value.get("x-retry") == "never":
            for schema, value in _answers(document, operation.value):
                for enum, status in _statuses(document, schema, value, ""):
                    found[enum][status][operation.id, operation.value["summary"]] = None
    return {enum: {status: list(ids) for status, ids in each.items()} for enum, each in found.items()}


def _answers(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
            yield from ((schema, example.value) for example in media_examples(document, answer))


def _statuses(
    document: Mapping[str, Any], schema: Mapping[str, Any], value: Any, name: str
) -> Iterator[tuple[str, str]]:
    """Yield the enum and the value of each status in an answer."""
    if "$ref" in schema:
        yield from _statuses(document, resolved(document, schema), value, component_of(schema["$ref"]))
    elif isinstance(value, str):
        if value in schema.get("enum", ()) and _STATUS in name:
            yield name, value
    elif isinstance(value, dict):
        for key, inner in schema.get("properties", {}).items():
            if key in value:
                yield from _statuses(document, inner, value[key], "")
    elif isinstance(value, list) and "items" in schema:
        for item in value:
            yield from _statuses(document, schema["items"], item, "")
    for keyword in COMPOSITIONS:
        for branch in schema.get(keyword, []):
            yield from _statuses(document, branch, value, "")
