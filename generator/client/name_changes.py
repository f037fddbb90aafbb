"""What a build changed in the client, for the person who ran it: two packages' sources in, a short text out.

It compares names and types that programs use. Whom a change of the document breaks, and which version it
asks for, is told by `python -m generator diff`.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from generator.client.public_names import Entity, Kind, changed_sources, read_surface

_PLURALS = {
    Kind.OPERATION: "operations",
    Kind.MODEL: "models",
    Kind.ENUM: "enums",
    Kind.CLASS: "other classes",
}
_NAMES, _ENTITIES, _MEMBERS = 8, 8, 4

Key = tuple[Kind, str]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the entities of one kind: names, old names with the new ones, names with sentences."""

    added: list[str]
    removed: list[str]
    renamed: dict[str, str]
    changed: dict[str, list[str]]


def client_changes(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return the summary for the sources of a client (path in the package -> text) before and after."""
    if not old:
        return "the client is new"
    before, after = changed_sources(old, new)
    try:
        standing = read_surface(before)
    except SyntaxError as error:
        return f"the client that stood before cannot be compared: it is no Python ({error.msg})"
    lines = list(_summary(compare(standing, read_surface(after))))
    return "\n".join(["changes in the client:", *lines]) if lines else "no change in the client"


def compare(old: list[Entity], new: list[Entity]) -> dict[Kind, Changes]:
    """Return what happened to the entities of each kind; a renamed one is the same one."""
    before, after = _by_key(old), _by_key(new)
    renamings = _renamings(before, after)
    classes = {key[1]: other[1] for key, other in renamings.items() if key[0] in {Kind.MODEL, Kind.ENUM}}
    before = {renamings.get(key, key): _translated(entity, classes) for key, entity in before.items()}
    return {kind: _changes(kind, before, after, renamings) for kind in Kind}


def _by_key(entities: list[Entity]) -> dict[Key, Entity]:
    return {(entity.kind, entity.name): entity for entity in entities}


def _changes(
    kind: Kind, before: Mapping[Key, Entity], after: Mapping[Key, Entity], renamings: Mapping[Key, Key]
) -> Changes:
    kept = {key: list(_member_changes(before[key], after[key])) for key in before if key in after}
    return Changes(
        added=[key[1] for key in after if key[0] is kind and key not in before],
        removed=[key[1] for key in before if key[0] is kind and key not in after],
        renamed={key[1]: other[1] for key, other in renamings.items() if key[0] is kind},
        changed={key[1]: sentences for key, sentences in kept.items() if key[0] is kind and sentences},
    )


def _renamings(before: Mapping[Key, Entity], after: Mapping[Key, Entity]) -> dict[Key, Key]:
    """Return the old keys with the new ones; each class found may be what shows the shape of another."""
    found: dict[Key, Key] = {}
    while True:
        classes = {key[1]: other[1] for key, other in found.items()}
        gone = {
            key: _shape(_translated(entity, classes))
            for key, entity in before.items()
            if key not in after and key not in found
        }
        come = {
            key: _shape(entity)
            for key, entity in after.items()
            if key not in before and key not in found.values()
        }
        pairs = _unique_pairs(gone, come)
        if not pairs:
            return found
        found |= pairs


def _shape(entity: Entity) -> Hashable:
    """Return what makes two entities the same but for their name, which may occur in their own types."""
    if entity.request:
        return entity.kind, entity.request
    return entity.kind, frozenset(_translated(entity, {entity.name: "Self"}).members.items())


def _translated(entity: Entity, names: Mapping[str, str]) -> Entity:
    """Return the entity with the names of classes in its types replaced."""
    if not names:
        return entity
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    members = {
        label: pattern.sub(lambda match: names[match[0]], text) for label, text in entity.members.items()
    }
    return replace(entity, members=members)


def _unique_pairs(gone: Mapping[K, Hashable], come: Mapping[K, Hashable]) -> dict[K, K]:
    """Return what went with what came of the same shape, where there is only one of it on either side."""
    lost, won = Counter(gone.values()), Counter(come.values())
    places = {shape: key for key, shape in come.items()}
    return {key: places[shape] for key, shape in gone.items() if lost[shape] == won[shape] == 1}


def _member_changes(old: Entity, new: Entity) -> Iterator[str]:
    """Yield a sentence for each member that came, went, has another name or says something else."""
    gone = {
        label: _member_shape(label, text) for label, text in old.members.items() if label not in new.members
    }
    come = {
        label: _member_shape(label, text) for label, text in new.members.items() if label not in old.members
    }
    renamed = _unique_pairs(gone, come)
    yield from (f"{label} removed" for label in gone if label not in renamed)
    yield from (f"{label} renamed {other.partition(' ')[2]}" for label, other in renamed.items())
    for label, text in new.members.items():
        if label in come and label not in renamed.values():
            yield f"{label} added: {text}"
        elif label in old.members and old.members[label] != text:
            yield f"{label}: {old.members[label]} -> {text}"


def _member_shape(label: str, text: str) -> Hashable:
    """Return what a member is but for its name; a fact, of one word, has no other name."""
    what, _, name = label.partition(" ")
    return what if name else label, text


def _summary(found: Mapping[Kind, Changes]) -> Iterator[str]:
    for kind, changes in found.items():
        plural = _PLURALS[kind]
        yield from _names(f"{plural} added", changes.added)
        yield from _names(f"{plural} removed", changes.removed)
        yield from _names(f"{plural} renamed", [f"{old} -> {new}" for old, new in changes.renamed.items()])
        yield from _details(f"{plural} changed", changes.changed)


def _names(title: str, names: list[str]) -> Iterator[str]:
    if names:
        yield f"  {title} ({len(names)}): {_capped(names, _NAMES, ', ')}"


def _details(title: str, changed: Mapping[str, list[str]]) -> Iterator[str]:
    if changed:
        yield f"  {title} ({len(changed)}):"
    for name in list(changed)[:_ENTITIES]:
        yield f"    {name}: {_capped(changed[name], _MEMBERS, '; ')}"
    if len(changed) > _ENTITIES:
        yield f"    and {len(changed) - _ENTITIES} more"


def _capped(texts: list[str], most: int, separator: str) -> str:
    more = len(texts) - most
    return separator.join(texts[:most]) + (f" and {more} more" if more > 0 else "")
