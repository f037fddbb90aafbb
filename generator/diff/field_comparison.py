"""The fields of an object: added, removed, renamed, required or not. What they hold is compared elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.diff.change import Fact, fact
from generator.diff.compatibility_rules import Direction
from generator.diff.document import Node
from generator.diff.matching import renamed
from generator.diff.schema import Schema, flattened

# A field that is only read cannot be sent, one that is only written is not answered.
_ABSENT: Mapping[Direction, str] = {Direction.REQUEST: "readOnly", Direction.RESPONSE: "writeOnly"}


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one side in one direction; `required` leads to the list that names them."""

    properties: Mapping[str, tuple[Node, ...]]
    required: Mapping[str, Node]


def fields(schema: Schema, direction: Direction) -> Fields:
    """Return the fields an object has in that direction."""
    absent = _ABSENT[direction]
    properties = schema.properties()
    hidden = {
        name for name, nodes in properties.items() if any(part.flag(absent) for part in flattened(nodes))
    }
    return Fields(
        {name: nodes for name, nodes in properties.items() if name not in hidden},
        {name: node for name, node in schema.required().items() if name not in hidden},
    )


def field_facts(old: Fields, new: Fields) -> Iterator[Fact]:
    """Yield what is different about the set of fields."""
    names = _renamed(old, new)
    for name, other in names.items():
        left, right = old.properties[name][0], new.properties[other][0]
        yield fact("property-renamed", left, right, subject=name, before=name, after=other)
    for name in [name for name in old.properties if name not in new.properties and name not in names]:
        yield fact("property-removed", old.properties[name][0], None, subject=name)
    for name in [
        name for name in new.properties if name not in old.properties and name not in names.values()
    ]:
        kind = "required-property-added" if name in new.required else "optional-property-added"
        yield fact(kind, None, new.properties[name][0], subject=name)
    yield from _requirement_facts(old, new)


def _requirement_facts(old: Fields, new: Fields) -> Iterator[Fact]:
    def on_one_side(name: str) -> bool:
        return (name in old.properties) != (name in new.properties)

    for name, node in new.required.items():
        if name not in old.required and not on_one_side(name):
            yield fact("property-made-required", _other(old, name), node, subject=name)
    for name, node in old.required.items():
        if name not in new.required and not on_one_side(name):
            # The list may be gone altogether; the field itself says where to look then.
            place = _other(new, name)
            yield fact("property-made-optional", node, place, subject=name)


def _other(fields: Fields, name: str) -> Node | None:
    """Return the list that names other fields as required, else the field."""
    return next(iter(fields.required.values()), None) or next(iter(fields.properties.get(name, ())), None)


def _renamed(old: Fields, new: Fields) -> dict[str, str]:
    def described(fields: Fields) -> dict[str, object]:
        return {
            name: [name in fields.required, *(node.value for node in nodes)]
            for name, nodes in fields.properties.items()
        }

    return renamed(described(old), described(new))
