"""Documented answers with members that are not as documented, and what has to hold of them."""

import copy
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from threecommas import (
    Deviation,
    DeviationError,
    models,
)
from threecommas_rest import OPERATIONS, api
from threecommas_rest.choice import one_of
from threecommas_rest.json_text import dumps, loads
from threecommas_rest.reading import Reading

from tests.property.exact import exact
from tests.property.meaning import MISSING, Place, assert_means, attribute, places
from tests.property.typed_calls import operation_of
from tests.property.validity import at, response_schema

FULL = os.environ.get("THREECOMMAS_FULL", "")
Json = dict[str, Any]
# An element of an answer that is a list is not read as a member: it is an `Undecoded`.
ELEMENT = re.compile(r"\[\d+\]")
WRONG = 3


def success_of(operation_id: str) -> int:
    return next(int(status) for status in operation_of(operation_id)["responses"] if status.startswith("2"))


def models_of(operation_id: str) -> list[Any]:
    """Return the models that an answer or an element of it may be, none if it is no object."""
    returned = getattr(api, operation_id).parse.__annotations__["return"].replace(" | Undecoded", "")
    names = returned.removeprefix("list[").removesuffix("]").split(" | ")
    return [model for name in names if (model := getattr(models, name, None))]


OBJECTS = sorted(each for each in OPERATIONS if models_of(each))


def documented(operation_id: str, status: int = 0) -> list[Any]:
    responses = operation_of(operation_id)["responses"]
    answer = responses.get(str(status or success_of(operation_id))) or responses["5XX"]
    content = at(answer)["content"]["application/json"]
    # Through bytes, as numbers that remember their digits.
    return [loads(dumps(at(each)["value"]).encode()) for each in content["examples"].values()]


def largest(operation_id: str) -> Any:
    """Return the documented answer with most in it, of a list the element with most."""
    found = max(documented(operation_id), key=lambda answer: len(dumps(answer)))
    return [max(found, key=lambda item: len(dumps(item)))] if isinstance(found, list) and not FULL else found


def schema_of(operation_id: str, answer: Any, status: int = 0) -> Json:
    """Return the schema of an answer, of several objects that of the one with most members in common."""
    schema = response_schema(operation_id, status or success_of(operation_id))
    forms = [at(form) for form in at(schema).get("anyOf", [])]
    return max(forms, key=lambda form: _in_common(form, answer)) if forms else schema


def _in_common(form: Json, answer: Json) -> int:
    return len(form["properties"].keys() & answer.keys()) - len(set(form["required"]) - answer.keys())


def deviating(operation_id: str, answer: Any, status: int = 0) -> Iterator[tuple[Place, Any]]:
    """Yield each member of an answer, with what it was given in place of what is documented."""
    schema = schema_of(operation_id, answer, status)
    whole = {"": copy.deepcopy(answer)}
    for place in list(places(schema, whole, "")):
        if not place.path or ELEMENT.fullmatch(place.path):
            continue
        given = place.holder[place.key]
        kinds: dict[str, Any] = {type(value).__name__: value for value in reversed(place.wrong())}
        absent_and_null = [kinds.pop(name, MISSING) for name in ("object", "NoneType") if name in kinds]
        for value in [*absent_and_null, *list(kinds.values())[:WRONG]]:
            before = copy.copy(place.holder)
            place.put(value)
            yield place, whole[""]
            place.holder.clear()
            (place.holder.update if isinstance(before, dict) else place.holder.extend)(before)
        assert place.holder[place.key] is given


def in_one_go(operation_id: str, content: bytes) -> Any:
    return getattr(api, operation_id).parse(content)


def member_by_member(operation_id: str, content: bytes) -> Any:
    read = Reading()
    value = loads(content)
    models = models_of(operation_id)
    if len(models) > 1:
        return one_of(value, read, *models)
    return (read.each if isinstance(value, list) else read.one)(*models, value)


STRIDES = {"bytes": 4, "JSON": 11}
WAYS: dict[str, Callable[[str, bytes], Any]] = {"bytes": in_one_go, "JSON": member_by_member}


def written(value: Any) -> Any:
    return [written(item) for item in value] if isinstance(value, list) else value.to_dict()


def deviations(value: Any) -> list[Deviation]:
    items = value if isinstance(value, list) else [value]
    return [deviation for item in items for deviation in item.deviations]


def used(value: Any, path: str) -> Any:
    """Use a member as a program does."""
    for name, index in re.findall(r"\.?([^.\[\]]+)|\[(\d+)\]", path):
        value = value[int(index)] if index else member(value, name)
    return value


def member(value: Any, name: str) -> Any:
    """Return a member of an object, or an entry of a map."""
    known = attribute(name)
    return getattr(value, known) if hasattr(type(value), known) else value.additional_properties[name]


def check_kept(operation_id: str, place: Place, answer: Any, value: Any) -> None:
    """Assert that everything of an answer is there but the one member, which says so."""
    # Through bytes, as a number remembers its digits.
    assert exact(written(value)) == exact(loads(dumps(answer).encode()))
    assert [each.path for each in deviations(value)] == [place.path]
    assert_means(schema_of(operation_id, answer), answer, value, but=place.path)
    with pytest.raises(DeviationError) as caught:
        used(value, place.path)
    is_there = isinstance(place.holder, list) or place.key in place.holder
    came = place.holder[place.key] if is_there else MISSING
    assert caught.value.path == place.path
    assert caught.value.expected
    if place.map is not None:
        # A map is used as a whole, so the error has all of it.
        assert exact(caught.value.value) == exact(loads(dumps(place.map).encode()))
        return
    assert caught.value.came == ("nothing" if came is MISSING else deviations(value)[0].came)
    assert (came is MISSING) == (caught.value.message == "is required, but missing")
    assert came is MISSING or exact(caught.value.value) == exact(loads(dumps(came).encode()))


def kinds() -> list[str]:
    """Return an operation for each kind of answer, all of them if everything is asked for."""
    first = {wire_kind(each): each for each in reversed(OBJECTS)}
    return OBJECTS if FULL else sorted(first.values())


def wire_kind(operation_id: str) -> str:
    return str(getattr(api, operation_id).parse.__annotations__["return"])


TRADE = largest("get_smart_trade")
CHANGES: Json = {
    "note": None,
    "id": "5",
    "position.price.value": MISSING,
    "data.type": 7,
    "added": {"x": [1]},
}
PATHS = ["id", "position.price.value", "note", "data.type"]


def changed(answer: Json, changes: Json) -> Json:
    made = copy.deepcopy(answer)
    for path, value in changes.items():
        *way, last = path.split(".")
        holder = made
        for step in way:
            holder = holder[step]
        if value is MISSING:
            del holder[last]
        else:
            holder[last] = value
    return made


SOURCE = changed(TRADE, CHANGES)


def trade() -> models.SmartTrade:
    return models.SmartTrade.from_dict(SOURCE)
