"""Two schemas compared by what they say of a single value: type, format, values, bounds, default.

Fields and elements are compared elsewhere. Two schemas come in, facts come out; whom they break is in rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from generator.diff.annotations import canonical, is_annotation, strip_annotations
from generator.diff.change import Fact, fact
from generator.diff.document import Node
from generator.diff.schema import Schema

_TEXT, _NUMBER, _ARRAY, _OBJECT = ({"string"}, {"number", "integer"}, {"array"}, {"object"})
# Each bound with the types it binds and whether a greater one allows less.
_BOUNDS: Mapping[str, tuple[set[str], bool]] = {
    "minLength": (_TEXT, True),
    "maxLength": (_TEXT, False),
    "minimum": (_NUMBER, True),
    "exclusiveMinimum": (_NUMBER, True),
    "maximum": (_NUMBER, False),
    "exclusiveMaximum": (_NUMBER, False),
    "minItems": (_ARRAY, True),
    "maxItems": (_ARRAY, False),
    "minProperties": (_OBJECT, True),
    "maxProperties": (_OBJECT, False),
}
_TOGETHER = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
# Keywords that are compared in a way of their own, here, in field_comparison or in schema_comparison.
_COMPARED = frozenset(
    (
        *(
            "$ref",
            "$defs",
            "allOf",
            "anyOf",
            "oneOf",
            "type",
            "nullable",
            "format",
            "enum",
            "const",
            "pattern",
        ),
        *("multipleOf", "uniqueItems", "default", "deprecated", "properties", "required", "items"),
        *("additionalProperties", "discriminator", "readOnly", "writeOnly"),
        *_BOUNDS,
    )
)

_Bound: TypeAlias = tuple[float, bool]


def value_facts(old: Schema, new: Schema) -> Iterator[Fact]:
    """Yield what is different about the value itself."""
    if old.type != new.type:
        yield _type_fact(old, new)
    yield from _format_facts(old, new)
    yield from _listing_facts(old, new)
    yield from _bound_facts(old, new)
    yield from _exactness_facts(old, new)
    yield from _default_facts(old, new)
    yield from _other_facts(old, new)
    yield from _naming_facts(old, new)


def _type_fact(old: Schema, new: Schema) -> Fact:
    kind = "type-changed"
    if new.type is None or (old.type, new.type) == ("integer", "number"):
        kind = "type-widened"
    elif old.type is None or (old.type, new.type) == ("number", "integer"):
        kind = "type-narrowed"
    before, after = old.type or "any", new.type or "any"
    return fact(
        kind, old.first("type") or old.place, new.first("type") or new.place, before=before, after=after
    )


def _format_facts(old: Schema, new: Schema) -> Iterator[Fact]:
    was, now = old.first("format"), new.first("format")
    before, after = was.text() if was else "none", now.text() if now else "none"
    if before != after and old.type == new.type:
        yield fact("format-changed", was, now, before=before, after=after)


def _listing_facts(old: Schema, new: Schema) -> Iterator[Fact]:
    if old.type != new.type:
        return
    was, now = old.values(), new.values()
    before, after = old.listing(), new.listing()
    was_open, is_open = old.open or was is None, new.open or now is None
    if was_open != is_open:
        yield fact("enum-opened" if is_open else "enum-closed", old.extent(), new.extent())
    for text in [text for text in was or {} if text not in (now or {})]:
        lost = fact("enum-value-removed", before, after or new.place, subject=text, before=(was or {})[text])
        yield replace(lost, open_set=is_open)
    # A set that has just been closed gains nothing by the values it lists.
    for text in [text for text in now or {} if text not in (was or {}) and (is_open or not was_open)]:
        gained = fact("enum-value-added", before or old.place, after, subject=text, after=(now or {})[text])
        yield replace(gained, open_set=is_open)


def _bound_facts(old: Schema, new: Schema) -> Iterator[Fact]:
    for keyword, (types, rising) in _BOUNDS.items():
        if keyword in _TOGETHER.values() or not _applies(types, old, new):
            continue
        (was, before), (now, after) = (_bound(schema, keyword, rising=rising) for schema in (old, new))
        if was == now:
            continue
        tightened = was is None or (now is not None and now > was)
        kind = "constraint-tightened" if tightened else "constraint-loosened"
        subject = ((after or before) or new.place).pointer.rpartition("/")[2]
        values = {"before": before.value if before else None, "after": after.value if after else None}
        yield fact(kind, before, after, subject=subject, **values)


def _applies(types: set[str], *schemas: Schema) -> bool:
    return all(schema.type is None or schema.type in types for schema in schemas)


def _bound(schema: Schema, keyword: str, *, rising: bool) -> tuple[_Bound | None, Node | None]:
    """Return the strictest bound as a number that grows with strictness, and where it stands."""
    sign = 1 if rising else -1
    beside = _TOGETHER.get(keyword, "")
    # OpenAPI 3.0 says `exclusiveMinimum: true` beside `minimum`, 3.1 gives it a number of its own.
    flagged = any(node.value is True for node in schema.every(beside))
    found = [((sign * node.number(), flagged), node) for node in schema.every(keyword)]
    found += [
        ((sign * node.number(), True), node)
        for node in schema.every(beside)
        if not isinstance(node.value, bool)
    ]
    return max(found, key=lambda pair: pair[0], default=(None, None))


def _exactness_facts(old: Schema, new: Schema) -> Iterator[Fact]:
    """Compare the keywords that a value either meets or not, without more or less."""
    for keyword, types in (("pattern", _TEXT), ("multipleOf", _NUMBER), ("uniqueItems", _ARRAY)):
        if _applies(types, old, new):
            before, after = (
                [n for n in schema.every(keyword) if n.value is not False] for schema in (old, new)
            )
            yield from _presence_facts(keyword, before, after)


def _presence_facts(keyword: str, before: list[Node], after: list[Node]) -> Iterator[Fact]:
    was, now = (
        sorted(canonical(strip_annotations(node.value)) for node in nodes) for nodes in (before, after)
    )
    if was == now:
        return
    stricter, weaker = set(was) <= set(now), set(now) <= set(was)
    kind = "constraint-tightened" if stricter else "constraint-loosened" if weaker else "constraint-changed"
    left = next((node for node in before if canonical(strip_annotations(node.value)) not in now), None)
    right = next((node for node in after if canonical(strip_annotations(node.value)) not in was), None)
    values = {"before": left.value if left else None, "after": right.value if right else None}
    yield fact(kind, left, right, subject=keyword, **values)


def _default_facts(old: Schema, new: Schema) -> Iterator[Fact]:
    was, now = old.first("default"), new.first("default")
    if canonical(was.value if was else None) != canonical(now.value if now else None):
        yield fact(
            "default-changed", was, now, before=was.value if was else None, after=now.value if now else None
        )
    left, right = (any(node.value is True for node in schema.every("deprecated")) for schema in (old, new))
    if left != right:
        subject = f"`{new.place.pointer.rpartition('/')[2]}`"
        kind = "deprecated" if right else "no-longer-deprecated"
        yield fact(
            kind, old.first("deprecated") or old.place, new.first("deprecated") or new.place, subject=subject
        )


def _other_facts(old: Schema, new: Schema) -> Iterator[Fact]:
    """Compare keywords nothing here understands as they are written: more of them allow less."""
    words = {word for schema in (old, new) for part in schema.parts for word in part.value}
    for word in sorted(word for word in words - _COMPARED if not is_annotation(word)):
        yield from _presence_facts(word, old.every(word), new.every(word))


def _naming_facts(old: Schema, new: Schema) -> Iterator[Fact]:
    was, now = old.first("x-enum-varnames"), new.first("x-enum-varnames")
    lost = old.values() == new.values() and canonical(was and was.value) != canonical(now and now.value)
    if lost:
        yield fact("enum-names-changed", was, now)
