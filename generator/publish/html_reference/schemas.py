"""The schemas as the reference shows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.document.json_io import write_json
from generator.document.operations import resolved
from generator.publish.contradictions import Contradiction
from generator.publish.html_reference.choices import Choices, choices_of, status_origins
from generator.publish.html_reference.types import TypeToken, component_of, limits, words


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property of an object: its type in words, what the schema says of it, and what it holds itself."""

    name: str
    types: Sequence[TypeToken]
    required: bool
    description: str
    example: str
    choices: Choices | None
    members: Sequence["PropertyView"]
    notes: Sequence[Contradiction]


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value of an enum with its meaning, "" if none is known.

    `after` are the writes after which an answer showed it, as id and summary.
    """

    text: str
    meaning: str
    after: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SchemaView:
    """A schema component: an object with properties, or a scalar with limits; `json` is all of it."""

    name: str
    description: str
    types: Sequence[TypeToken]
    limits: Sequence[str]
    values: Sequence[ValueView]
    properties: Sequence[PropertyView]
    json: str
    notes: Sequence[Contradiction]


def schema_views(document: Mapping[str, Any], entries: Sequence[Contradiction]) -> list[SchemaView]:
    """Return a view of each schema component in alphabetical order."""
    origins = status_origins(document)
    schemas = sorted(document["components"]["schemas"].items())
    return [_view(document, name, schema, entries, origins.get(name, {})) for name, schema in schemas]


def member_views(
    document: Mapping[str, Any],
    schema: Mapping[str, Any],
    entries: Sequence[Contradiction],
    above: Sequence[str] = (),
) -> list[PropertyView]:
    """Return the members of an object or of the objects in a list, and theirs; none for anything else.

    What holds itself is not entered again.
    """
    schema = schema.get("items", schema)
    name = component_of(schema.get("$ref", ""))
    target = resolved(document, schema)
    if not name or name in above or "properties" not in target:
        return []
    return [
        PropertyView(
            **_said(document, key, value, target, notes_at(entries, _place(name, key))),
            members=member_views(document, value, entries, (*above, name)),
        )
        for key, value in target["properties"].items()
    ]


def _place(name: str, key: str) -> str:
    return f"/components/schemas/{name}/properties/{key}"


def _view(
    document: Mapping[str, Any],
    name: str,
    schema: Mapping[str, Any],
    entries: Sequence[Contradiction],
    origins: Mapping[str, Sequence[tuple[str, str]]],
) -> SchemaView:
    return SchemaView(
        name=name,
        description=schema["description"],
        types=words(schema),
        limits=limits(schema),
        values=list(_values(schema, origins)),
        properties=[
            PropertyView(
                **_said(document, key, value, schema, notes_at(entries, _place(name, key))), members=()
            )
            for key, value in schema.get("properties", {}).items()
        ],
        json=write_json({key: value for key, value in schema.items() if not key.startswith("x-")}).strip(),
        notes=notes_at(entries, f"/components/schemas/{name}"),
    )


def _values(
    schema: Mapping[str, Any], origins: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[ValueView]:
    values = [str(value) for value in schema.get("enum", [])]
    for value, meaning in zip(values, schema.get("x-enum-descriptions", [""] * len(values)), strict=True):
        yield ValueView(value, meaning, origins.get(value, ()))


def _said(
    document: Mapping[str, Any],
    name: str,
    schema: Mapping[str, Any],
    holder: Mapping[str, Any],
    notes: list[Contradiction],
) -> dict[str, Any]:
    """Return what a property says of itself."""
    return {
        "name": name,
        "types": words(schema),
        "required": name in holder.get("required", []),
        "description": schema.get("description", ""),
        "example": write_json(schema["example"]).strip() if "example" in schema else "",
        "choices": choices_of(document, schema),
        "notes": notes,
    }


def notes_at(entries: Sequence[Contradiction], place: str) -> list[Contradiction]:
    """Return the contradictions about exactly this place."""
    return [entry for entry in entries if entry.place == place]
