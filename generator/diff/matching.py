"""The pairs of old and new: choices of a schema, and fields that were renamed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from generator.diff.annotations import canonical, strip_annotations
from generator.diff.document import Document
from generator.diff.schema import Schema

# Two differently named schemas that share less than half of their content are two schemas, not one renamed.
_ALIKE = 0.5

Pairs: TypeAlias = list[tuple[Schema, Schema]]


def match_branches(old: Sequence[Schema], new: Sequence[Schema]) -> tuple[Pairs, list[Schema], list[Schema]]:
    """Return the choices that belong together, those only in *old* and those only in *new*; likest first."""
    if len(old) == len(new) == 1 and old[0].name == new[0].name:
        return [(old[0], new[0])], [], []
    ranked = sorted(
        ((likeness(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new)),
        key=lambda rank: (-rank[0], rank[1], rank[2]),
    )
    left, right = dict(enumerate(old)), dict(enumerate(new))
    found: Pairs = []
    for alike, i, j in ranked:
        if i in left and j in right and (alike >= _ALIKE or _same_kind(left[i], right[j])):
            found.append((left.pop(i), right.pop(j)))
    # One left on each side is one that changed, unless each of the two still exists elsewhere.
    if len(left) == len(right) == 1 and not _both_live_on(*left.values(), *right.values()):
        found += zip(left.values(), right.values(), strict=True)
        return found, [], []
    return found, list(left.values()), list(right.values())


def likeness(old: Schema, new: Schema) -> float:
    """Return how much of the content of two choices is the same, 0 to 1; more for the same component."""
    a, b = set(_leaves(_content(old))), set(_leaves(_content(new)))
    shared = len(a & b) / len(a | b) if a | b else 1.0
    return shared + (1 if old.name and old.name == new.name else 0) + (0.1 if old.type == new.type else -0.6)


def renamed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Return old names with new ones, of things that are alike in all but name, and unmistakably so."""
    gone = {name: canonical(strip_annotations(value)) for name, value in old.items() if name not in new}
    come = {name: canonical(strip_annotations(value)) for name, value in new.items() if name not in old}
    return {
        name: other
        for name, text in gone.items()
        for other, same in come.items()
        if same == text and [*gone.values()].count(text) == [*come.values()].count(text) == 1
    }


def is_component_of(document: Document, name: str) -> bool:
    """Tell whether the document has a schema component of that name."""
    components = document.root.get("components")
    schemas = components.get("schemas") if components else None
    return schemas is not None and schemas.get(name) is not None


def _same_kind(old: Schema, new: Schema) -> bool:
    if old.type != new.type:
        return False
    return not (old.name and new.name) or old.name == new.name


def _both_live_on(old: Schema, new: Schema) -> bool:
    if not (old.name and new.name) or old.name == new.name:
        return False
    return is_component_of(new.place.document, old.name) or is_component_of(old.place.document, new.name)


def _content(schema: Schema) -> list[Any]:
    spread = {node.pointer.rpartition("/")[2] for node in schema.spread}
    dropped = {"$ref", "allOf", *spread}
    return [
        {k: v for k, v in strip_annotations(part.value).items() if k not in dropped} for part in schema.parts
    ]


def _leaves(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _leaves(member, f"{path}/{key}")
    elif isinstance(value, list):
        for member in value:
            yield from _leaves(member, path)
    else:
        yield f"{path}={canonical(value)}"
