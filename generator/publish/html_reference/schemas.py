"""The schemas as the reference shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.document.json_io import write_json
from generator.publish.contradictions import Contradiction
from generator.publish.html_reference.types import TypeToken, limits, words


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property of an object: its type in words, and what the schema says of it."""

    name: str
    types: Sequence[TypeToken]
    required: bool
    description: str
    example: str
    notes: Sequence[Contradiction]


@dataclass(frozen=True, slots=True)
class SchemaView:
    """A schema component: an object with properties, or a scalar with limits; `json` is all of it."""

    name: str
    description: str
    types: Sequence[TypeToken]
    limits: Sequence[str]
    values: Sequence[str]
    properties: Sequence[PropertyView]
    json: str
    notes: Sequence[Contradiction]


def schema_views(document: Mapping[str, Any], entries: Sequence[Contradiction]) -> list[SchemaView]:
    """Return a view of each schema component in alphabetical order."""
    return [
        _view(name, schema, entries) for name, schema in sorted(document["components"]["schemas"].items())
    ]


def _view(name: str, schema: Mapping[str, Any], entries: Sequence[Contradiction]) -> SchemaView:
    place = f"/components/schemas/{name}"
    required = schema.get("required", [])
    return SchemaView(
        name=name,
        description=schema["description"],
        types=words(schema),
        limits=limits(schema),
        values=[str(value) for value in schema.get("enum", [])],
        properties=[
            _property(key, value, key in required, notes_at(entries, f"{place}/properties/{key}"))
            for key, value in schema.get("properties", {}).items()
        ],
        json=write_json({key: value for key, value in schema.items() if not key.startswith("x-")}).strip(),
        notes=notes_at(entries, place),
    )


def _property(
    name: str, schema: Mapping[str, Any], required: bool, notes: list[Contradiction]
) -> PropertyView:
    example = write_json(schema["example"]).strip() if "example" in schema else ""
    return PropertyView(name, words(schema), required, schema.get("description", ""), example, notes)


def notes_at(entries: Sequence[Contradiction], place: str) -> list[Contradiction]:
    """Return the contradictions about exactly this place."""
    return [entry for entry in entries if entry.place == place]
