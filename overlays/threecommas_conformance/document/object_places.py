"""Places of objects in answers: of each operation the members that say how an object stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from threecommas_conformance.document.operations import METHODS, Json, resolved
from threecommas_conformance.document.transitions import NAME

Steps = tuple[str, ...]
"""The way into a JSON value; ``*`` is each element of a list."""

_IDS = ("id", "uuid")
_EACH = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectPlace:
    """A member of an object. `table` is the schema of its transitions, "" where it has none."""

    component: str
    owner: Steps
    id: str
    member: Steps
    table: str = ""


def object_places(document: Json) -> dict[str, tuple[ObjectPlace, ...]]:
    """Return what the success of each operation shows: statuses with a table, and what an outcome holds."""
    described = [item[method] for item in document["paths"].values() for method in METHODS if method in item]
    found = {each["operationId"]: tuple(_places(_answer(each), document, (), None, ())) for each in described}
    kept = {(place.component, place.member) for each in described for place in _kept(each, document)}
    return {
        name: tuple(each for each in places if each.table or (each.component, each.member) in kept)
        for name, places in found.items()
    }


def values_at(value: Any, steps: Steps) -> Iterator[Any]:
    """Yield what stands at a place of a value, each of a list for ``*``."""
    if not steps:
        yield value
    elif steps[0] == _EACH:
        for each in value if isinstance(value, list) else ():
            yield from values_at(each, steps[1:])
    elif isinstance(value, dict) and steps[0] in value:
        yield from values_at(value[steps[0]], steps[1:])


def _kept(described: Json, document: Json) -> Iterator[ObjectPlace]:
    """Yield the members that stay as an outcome leaves them."""
    steps = {
        tuple(each["at"].partition("#/")[2].split("/"))
        for each in described.get("x-outcome", ())
        if each.get("stays")
    }
    for place in _places(_answer(described), document, (), None, ()) if steps else ():
        if (*place.owner, *place.member) in steps:
            yield place


def _answer(described: Json) -> Json:
    success = next(each for status, each in described["responses"].items() if status.startswith("2"))
    found: Json = success.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _places(
    schema: Json, document: Json, steps: Steps, owner: ObjectPlace | None, within: Steps
) -> Iterator[ObjectPlace]:
    """Yield each scalar member below an object with an id; `within` are the components on the way."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if name in within:
        return
    described = resolved(schema, document)
    within = (*within, name) if name else within
    members = described.get("properties", {})
    if name and (identity := next((each for each in _IDS if each in members), None)):
        owner = ObjectPlace(component=name, owner=steps, id=identity, member=())
    if owner is not None and not members and "items" not in described:
        yield ObjectPlace(
            component=owner.component,
            owner=owner.owner,
            id=owner.id,
            member=steps[len(owner.owner) :],
            table=name if NAME in described else "",
        )
    for member, inner in members.items():
        yield from _places(inner, document, (*steps, member), owner, within)
    for branch in (*described.get("anyOf", ()), *described.get("oneOf", ()), *described.get("allOf", ())):
        yield from _places(branch, document, steps, owner, within)
    if "items" in described:
        yield from _places(described["items"], document, (*steps, _EACH), owner, within)
