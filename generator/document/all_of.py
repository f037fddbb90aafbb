"""allOf of objects as one object: the members of all its parts, each once.

A value has to fit every part. Where two parts ask for different things of one member, there is no honest
single object, and the document is to be corrected: `conflicts` says where. Branches that only narrow the
object (`shapes.is_constraint`) are left alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.document.operations import resolved
from generator.document.schema_shapes import is_constraint, types_of

# These say something about a member, and nothing about its values.
ANNOTATIONS = frozenset(
    {"description", "example", "default", "deprecated", "x-attribute", "x-contradictions"}
)
_JSON_TYPES = {str: "string", bool: "boolean", int: "integer"}


@dataclass(slots=True)
class _Merged:
    """The object so far, and what could not be brought into it."""

    properties: dict[str, Any] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    others: Any = None
    """The schema of members without a name: None where no part speaks of them."""

    conflicts: list[str] = field(default_factory=list)


def is_object(document: Mapping[str, Any], schema: Any) -> bool:
    """Tell whether a schema describes an object, itself or by the parts of its allOf."""
    return _is_object(document, schema, ())


def _is_object(document: Mapping[str, Any], schema: Any, above: tuple[int, ...]) -> bool:
    schema = resolved(document, schema)
    if not isinstance(schema, dict) or id(schema) in above:
        return False
    if "object" in types_of(schema) or "properties" in schema:
        return True
    return any(_is_object(document, part, (*above, id(schema))) for part in schema.get("allOf", []))


def merged(document: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with the members of all its parts, its own first; `schema` stays as it is."""
    found = _gathered(document, schema, ())
    plain = {name: value for name, value in schema.items() if name != "allOf"}
    narrowing = [part for part in schema.get("allOf", []) if is_constraint(part)]
    plain |= {"type": "object", "properties": found.properties}
    plain |= {"required": found.required} if found.required else {}
    plain |= {} if found.others is None else {"additionalProperties": found.others}
    return plain | ({"allOf": narrowing} if narrowing else {})


def conflicts(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield why the parts cannot be one object, once for each reason."""
    yield from dict.fromkeys(_gathered(document, schema, ()).conflicts)


def _gathered(document: Mapping[str, Any], schema: Mapping[str, Any], above: tuple[int, ...]) -> _Merged:
    found = _Merged(
        properties=dict(schema.get("properties", {})),
        required=list(schema.get("required", [])),
        others=schema.get("additionalProperties"),
    )
    for part in schema.get("allOf", []):
        target = resolved(document, part)
        if is_constraint(part):
            continue
        if target is schema or id(target) in above:
            found.conflicts.append("leads back to itself")
        elif not is_object(document, target):
            found.conflicts.append("has a part that is no object")
        else:
            _add(found, _gathered(document, target, (*above, id(schema))))
    return found


def _add(found: _Merged, part: _Merged) -> None:
    found.conflicts += part.conflicts
    _check_others(found, part)
    for name, theirs in part.properties.items():
        ours = found.properties.get(name)
        if ours is None or _narrows(theirs, ours):
            found.properties[name] = theirs
        elif not (_same(ours, theirs) or _narrows(ours, theirs)):
            found.conflicts.append(f"says two things about {name!r}")
    found.required += [name for name in part.required if name not in found.required]
    found.others = part.others if found.others in (None, True) else found.others


def _check_others(found: _Merged, part: _Merged) -> None:
    """Note which members of one part another part's `additionalProperties` speaks of too."""
    for one, other in ((found, part), (part, found)):
        if one.others in (None, True):
            continue
        for name, schema in other.properties.items():
            if name not in one.properties and not (one.others and _same(one.others, schema)):
                found.conflicts.append(f"has a part whose additionalProperties exclude {name!r}")
    both = found.others not in (None, True) and part.others not in (None, True)
    if both and not _same(found.others, part.others):
        found.conflicts.append("says two things about additionalProperties")


def _same(one: Any, other: Any) -> bool:
    return bool(_bare(one) == _bare(other))


def _bare(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    return {name: value for name, value in schema.items() if name not in ANNOTATIONS}


def _narrows(schema: Any, wider: Any) -> bool:
    """Tell whether a schema is one constant of the type that the wider one has."""
    if not isinstance(schema, dict) or "const" not in schema or set(_bare(wider)) != {"type"}:
        return False
    return _JSON_TYPES.get(type(schema["const"])) in types_of(wider)
