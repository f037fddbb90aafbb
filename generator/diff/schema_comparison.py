"""Two schemas and all they reach, compared in one direction.

Each pair of places is compared once. Many operations and schemas may lead to it, and a schema may lead back
to itself. What an operation is told is gathered along the references afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeAlias

from generator.diff.annotations import canonical
from generator.diff.change import Fact, fact
from generator.diff.compatibility_rules import RESTRICTIONS, Direction
from generator.diff.document import Node
from generator.diff.field_comparison import field_facts, fields
from generator.diff.matching import is_component_of, match_branches
from generator.diff.schema import Alternatives, Schema, choices, component
from generator.diff.value_comparison import value_facts


@dataclass(frozen=True, slots=True)
class Position:
    """Two places to compare; `restricting` if they only restrict an object that is described elsewhere."""

    old: tuple[Node, ...]
    new: tuple[Node, ...]
    restricting: bool = False


_RULE = "on combined fields"

_Step: TypeAlias = Fact | Position


class SchemaComparison:
    """Compares schemas as they are sent or as they are answered, remembering what has been compared."""

    def __init__(self, direction: Direction) -> None:
        self._direction = direction
        self._steps: dict[Position, tuple[_Step, ...]] = {}

    def facts(self, old: Node, new: Node) -> list[Fact]:
        """Return what is different between two schemas and everything they reach."""
        start = Position((old,), (new,))
        # The same enum may be met closed and, elsewhere, open.
        found: dict[tuple[Fact, bool], Fact] = {}
        seen, waiting = {start}, [start]
        while waiting:
            for step in self._compared(waiting.pop()):
                if isinstance(step, Fact):
                    found[step, step.open_set] = step
                elif step not in seen:
                    seen.add(step)
                    waiting.append(step)
        return list(found.values())

    def _compared(self, position: Position) -> tuple[_Step, ...]:
        if position not in self._steps:
            steps = self._compare(position)
            self._steps[position] = tuple(_restricted(s) if position.restricting else s for s in steps)
        return self._steps[position]

    def _compare(self, position: Position) -> Iterator[_Step]:
        old, new = choices(position.old), choices(position.new)
        yield from _model_facts(position.old[0], position.new[0])
        yield from _null_facts(old, new)
        pairs, gone, come = match_branches(old.schemas, new.schemas)
        for schema in gone:
            yield fact("alternative-removed", schema.place, None, subject=schema.label)
        for schema in come:
            yield fact("alternative-added", None, schema.place, subject=schema.label)
        for pair in pairs:
            yield from self._compare_schemas(*pair)

    def _compare_schemas(self, old: Schema, new: Schema) -> Iterator[_Step]:
        yield from value_facts(old, new)
        before, after = fields(old, self._direction), fields(new, self._direction)
        yield from field_facts(before, after)
        # Only what both sides have is gone into: of a field that is new there is nothing to compare.
        for name in before.properties:
            if name in after.properties:
                yield Position(before.properties[name], after.properties[name])
        yield from _further_field_steps(old, new)
        yield from _element_steps(old, new)
        yield from _discriminator_facts(old, new)
        yield from _restriction_steps(old, new)


def _model_facts(old: Node, new: Node) -> Iterator[Fact]:
    left, right = (_referred(node) for node in (old, new))
    if left is None or right is None:
        return
    before, after = component(left), component(right)
    if (
        before is None
        or after is None
        or before == after
        or not (_makes_a_name(left) and _makes_a_name(right))
    ):
        return
    # Where both are still there, the field merely holds something else, and that is compared.
    if not is_component_of(new.document, before) and not is_component_of(old.document, after):
        yield fact("model-renamed", left, right, subject=before, before=before, after=after)


def _referred(node: Node) -> Node | None:
    reference = node.get("$ref") if isinstance(node.value, dict) else None
    return reference.referent() if reference else None


def _makes_a_name(schema: Node) -> bool:
    """Tell whether generated code has a class for it, as for all but scalars."""
    return isinstance(schema.value, dict) and not {
        "properties",
        "enum",
        "oneOf",
        "anyOf",
        "allOf",
    }.isdisjoint(schema.value)


def _null_facts(old: Alternatives, new: Alternatives) -> Iterator[Fact]:
    # Without a type, null was and is one of all the things that are allowed.
    if any(schema.type is None for schema in (*old.schemas, *new.schemas)):
        return
    if new.null and not old.null:
        yield fact("null-allowed", None, new.null)
    if old.null and not new.null:
        yield fact("null-refused", old.null, None)


def _further_field_steps(old: Schema, new: Schema) -> Iterator[_Step]:
    was, now = (schema.first("additionalProperties") for schema in (old, new))
    before, after = (_latitude(node) for node in (was, now))
    if before == after == 1 and was and now:
        yield Position((was,), (now,))
    elif before != after:
        kind = "further-fields-refused" if after < before else "further-fields-allowed"
        yield fact(kind, was, now or new.place)


def _latitude(node: Node | None) -> int:
    """Return how much is allowed beside the listed fields: 0 nothing, 1 what a schema says, 2 anything."""
    if node is None or node.value is True or node.value == {}:
        return 2
    return 0 if node.value is False else 1


def _element_steps(old: Schema, new: Schema) -> Iterator[_Step]:
    was, now = old.every("items"), new.every("items")
    if was and now:
        yield Position(tuple(was), tuple(now))
    elif was or now:
        kind = "constraint-tightened" if now else "constraint-loosened"
        yield fact(kind, *(nodes[0] if nodes else None for nodes in (was, now)), subject="items")


def _discriminator_facts(old: Schema, new: Schema) -> Iterator[Fact]:
    was, now = old.first("discriminator"), new.first("discriminator")
    if was is None or now is None:
        if was or now:
            yield fact("discriminator-changed", was, now)
        return
    before, after = (_mapping(node) for node in (was, now))
    changed = any(
        canonical(before[key].value) != canonical(after[key].value) for key in before.keys() & after
    )
    if changed or canonical(was.value.get("propertyName")) != canonical(now.value.get("propertyName")):
        yield fact("discriminator-changed", was, now)
    for key in sorted(before.keys() ^ after.keys()):
        kind = "discriminator-value-removed" if key in before else "discriminator-value-added"
        yield fact(kind, before.get(key), after.get(key), subject=key)


def _mapping(discriminator: Node) -> dict[str, Node]:
    mapping = discriminator.get("mapping")
    return mapping.members() if mapping else {}


def _restriction_steps(old: Schema, new: Schema) -> Iterator[_Step]:
    # A schema has one such rule, seldom two: their order is not worth a search for the likest pair.
    for was, now in zip_longest(old.restrictions(), new.restrictions()):
        if was is None or now is None:
            kind = "constraint-tightened" if was is None else "constraint-loosened"
            yield fact(kind, was, now, subject=_RULE)
        else:
            yield from _branch_steps(was, now)


def _branch_steps(was: Node, now: Node) -> Iterator[_Step]:
    branches = ([_branch(node, union) for node in union.elements()] for union in (was, now))
    pairs, gone, come = match_branches(*branches)
    before, after = (union.pointer.rpartition("/")[2] for union in (was, now))
    if before != after:
        kind = "constraint-tightened" if after == "oneOf" else "constraint-loosened"
        yield fact(kind, was, now, subject=_RULE, before=before, after=after)
    for schema in gone:
        yield fact("alternative-removed", schema.place, None, subject="a combination of fields")
    for schema in come:
        yield fact("alternative-added", None, schema.place, subject="a combination of fields")
    for old, new in pairs:
        yield Position((old.place,), (new.place,), restricting=True)


def _branch(node: Node, union: Node) -> Schema:
    return Schema(place=node, parts=(node,), spread=frozenset([union]))


def _restricted(step: _Step) -> _Step:
    if isinstance(step, Fact):
        subject = (
            f"{_RULE} ({step.subject})"
            if step.kind in RESTRICTIONS and step.subject
            else step.subject or _RULE
        )
        return replace(step, kind=RESTRICTIONS.get(step.kind, step.kind), subject=subject)
    return replace(step, restricting=True)
