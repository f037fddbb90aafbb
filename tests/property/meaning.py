"""What JSON means by the document: which Python value each field has to be, and what it cannot be.

A second reading of the document, of which the templates of the client know nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import attrs
from threecommas import UNSET
from threecommas_rest.types import OpenEnum

from tests.property.exact import exact
from tests.property.validity import DOCUMENT, at

Json = dict[str, Any]
MISSING = object()
# An empty key in a path.
EMPTY = '""'

_NOT = {
    "object": ["text", 5, True, []],
    "array": ["text", 5, True, {}],
    "decimal": ["abc", "", "1,5", "0x1f", "--1", "1 2", True, [], {}],
    "date-time": [
        "yesterday",
        "",
        "2024-13-01T00:00:00.000Z",
        "2024-09-10T14:44:22.416",
        1725979462,
        True,
        {},
    ],
    "string": [5, 1.5, True, [], {}],
    "integer": ["5", 1.5, True, [], {}],
    "boolean": [0, 1, "true", [], {}],
}
"""For each kind of value what is none of it, and must never pass for it."""
_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": float, "boolean": bool}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A value within JSON: its path as the client's errors name it, and its kind by the document."""

    path: str
    kind: str
    nullable: bool
    holder: Any = field(repr=False)
    key: str | int
    required: bool = False
    others: tuple[str, ...] = ()
    """Types that the value may have as well."""
    map: Any = field(default=None, repr=False)
    """The outermost map that the value stands in."""

    def wrong(self) -> list[Any]:
        """Return what must not be read as this value."""
        nothing = ([] if self.nullable else [None]) + ([MISSING] if self.required else [])
        fitting = tuple(_TYPES[name] for name in self.others)
        return [each for each in _NOT[self.kind] if type(each) not in fitting] + nothing

    def put(self, value: Any) -> None:
        """Change the JSON in this place."""
        if value is MISSING:
            del self.holder[self.key]
        else:
            self.holder[self.key] = value


def resolved(schema: Json) -> tuple[Json, bool]:
    """Return the schema without references, an open enum as text with known values, and if it takes null."""
    schema = at(schema)
    match schema.get("anyOf") or schema.get("oneOf"):
        case [{"$ref": str()} as known, {"type": "string"}]:
            return {"type": "string", "known": at(known)["enum"]}, False
        case [{"$ref": str()} as one, {"type": "null"}]:
            return resolved(one)[0], True
    return schema, "null" in types_of(schema)


def types_of(schema: Json) -> list[str]:
    # A constant has no type beside it.
    found = schema.get("type", "string")
    return [found] if isinstance(found, str) else found


def kind_of(schema: Json) -> str:
    form = schema.get("format")
    return str(form) if form in {"decimal", "date-time"} else types_of(schema)[0]


def places(
    schema: Json, holder: Any, key: str | int, path: str = "", *, required: bool = False, map_: Any = None
) -> Iterator[Place]:
    """Yield every place of the value in `holder[key]` that the document says something about."""
    schema, nullable = resolved(schema)
    others = tuple(name for name in types_of(schema)[1:] if name != "null")
    yield Place(
        path=path,
        kind=kind_of(schema),
        nullable=nullable,
        holder=holder,
        key=key,
        required=required,
        others=others,
        map=map_,
    )
    value = holder[key]
    if isinstance(value, list):
        for index in range(len(value)):
            yield from places(schema["items"], value, index, f"{path}[{index}]", map_=map_)
    elif isinstance(value, dict):
        for name, inner in members_of(schema, value).items():
            if name in value:
                needed, below = name in schema.get("required", ()), member_path(path, name)
                around = map_ if map_ is not None or name in schema.get("properties", {}) else value
                yield from places(inner, value, name, below, required=needed, map_=around)


def member_path(path: str, name: str) -> str:
    """Return the path of a member; the name of an object may be a dot itself."""
    return f"{path}.{name or EMPTY}" if path else name or EMPTY


def members_of(schema: Json, value: Json) -> Json:
    """Return the schema of each member that an object may have, or has as an entry of a map."""
    named, rest = schema.get("properties", {}), schema.get("additionalProperties")
    entries = [name for name in value if name not in named] if isinstance(rest, dict) else []
    return named | dict.fromkeys(entries, rest)


def assert_means(schema: Json, raw: Any, typed: Any, path: str = "", *, but: str = "") -> None:
    """Assert that a decoded value is what the document says that the JSON means, to its last field.

    What is at the path `but` is not looked at.
    """
    schema, _ = resolved(schema)
    # Which of several objects an answer is, `written` tells; their fields have tests of their own.
    if "anyOf" in schema and all("$ref" in form for form in schema["anyOf"]):
        return
    match kind_of(schema):
        case _ if raw is None:
            assert typed is None, path
        case "object":
            _assert_fields(schema, raw, typed, path, but)
        case "array":
            assert isinstance(typed, list), path
            assert len(typed) == len(raw), path
            for index, item in enumerate(raw):
                if f"{path}[{index}]" != but:
                    assert_means(schema["items"], item, typed[index], f"{path}[{index}]", but=but)
        case "decimal":
            assert isinstance(typed, Decimal), path
            # As text, because "NaN" equals nothing.
            assert str(Decimal(typed)) == str(Decimal(str(raw))), path
        case "date-time":
            assert isinstance(typed, datetime), path
            assert typed == datetime.fromisoformat(raw), path
        case "string" if "known" in schema:
            assert isinstance(typed, OpenEnum), path
            assert (typed.value, typed.is_known) == (raw, raw in schema["known"]), path
        case _:
            assert exact(typed) == exact(raw), path


# A key has one name of its own wherever it stands, if it has any.
ATTRIBUTES = {
    name: inner["x-attribute"]
    for schema in DOCUMENT["components"]["schemas"].values()
    for name, inner in schema.get("properties", {}).items()
    if "x-attribute" in inner
}


def attribute(name: str) -> str:
    """Return what a model calls a member."""
    return ATTRIBUTES.get(name) or re.sub(r"([A-Z])", r"_\1", re.sub(r"\W", "", name)).lower()


def _assert_fields(schema: Json, raw: Json, typed: Any, path: str, but: str) -> None:
    assert attrs.has(type(typed)), path
    named = schema.get("properties", {})
    for name, inner in named.items():
        place = member_path(path, name)
        if place == but:
            continue
        held = getattr(typed, attribute(name))
        if name in raw:
            assert_means(inner, raw[name], held, place, but=but)
        else:
            assert held is UNSET, place
    others = {name: value for name, value in raw.items() if name not in named}
    if not isinstance(schema.get("additionalProperties"), dict):
        assert exact(typed.additional_properties) == exact(others), path
        return
    entries = {member_path(path, name): name for name in others}
    if any(but == place or but.startswith((f"{place}.", f"{place}[")) for place in entries):
        # A map is used as a whole, and whatever is not as documented in an entry raises there.
        return
    assert typed.additional_properties.keys() == others.keys(), path
    for place, name in entries.items():
        held = typed.additional_properties[name]
        assert_means(schema["additionalProperties"], others[name], held, place, but=but)
