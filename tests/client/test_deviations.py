"""No answer is lost: a member that is not as documented is kept, and raises only where a program uses it."""

import asyncio
import copy
import json
import logging
import os
import pickle
import re
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import httpx
import pytest
from threecommas import (
    AsyncThreeCommas,
    DecodeError,
    Deviation,
    DeviationError,
    DeviationNotice,
    HmacSigner,
    RefusedError,
    ThreeCommas,
    Undecoded,
    models,
)
from threecommas_rest import OPERATIONS, api, wire
from threecommas_rest.json_text import dumps, loads
from threecommas_rest.reading import Reading

from tests.property.exact import exact
from tests.property.meaning import MISSING, Place, assert_means, attribute, places
from tests.property.typed_calls import FLAVOURS, Tap, documented_call, operation_of
from tests.property.validity import at, response_schema

FULL = os.environ.get("THREECOMMAS_FULL", "")
Json = dict[str, Any]
# An element of an answer that is a list is not read as a member: it is an `Undecoded`.
ELEMENT = re.compile(r"\[\d+\]")
WRONG = 3


def success_of(operation_id: str) -> int:
    return next(int(status) for status in operation_of(operation_id)["responses"] if status.startswith("2"))


def model_of(operation_id: str) -> Any:
    """Return the model of an answer or of its elements, None if it is no object."""
    returned = getattr(api, operation_id).parse.__annotations__["return"].removeprefix("list[")
    return getattr(models, re.split(r"[\] |]", returned)[0], None)


OBJECTS = sorted(each for each in OPERATIONS if model_of(each))


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


def deviating(operation_id: str, answer: Any, status: int = 0) -> Iterator[tuple[Place, Any]]:
    """Yield each member of an answer, with what it was given in place of what is documented."""
    schema = response_schema(operation_id, status or success_of(operation_id))
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
    return (read.each if isinstance(value, list) else read.one)(model_of(operation_id), value)


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
        value = value[int(index)] if index else getattr(value, attribute(name))
    return value


def check_kept(operation_id: str, place: Place, answer: Any, value: Any) -> None:
    """Assert that everything of an answer is there but the one member, which says so."""
    assert exact(written(value)) == exact(answer)
    assert [each.path for each in deviations(value)] == [place.path]
    assert_means(response_schema(operation_id, success_of(operation_id)), answer, value, but=place.path)
    with pytest.raises(DeviationError) as caught:
        used(value, place.path)
    is_there = isinstance(place.holder, list) or place.key in place.holder
    came = place.holder[place.key] if is_there else MISSING
    assert caught.value.path == place.path
    assert caught.value.came == ("nothing" if came is MISSING else deviations(value)[0].came)
    assert caught.value.expected
    assert (came is MISSING) == (caught.value.message == "is required, but missing")
    assert came is MISSING or exact(caught.value.value) == exact(loads(dumps(came).encode()))


def kinds() -> list[str]:
    """Return an operation for each kind of answer, all of them if everything is asked for."""
    first = {wire_kind(each): each for each in reversed(OBJECTS)}
    return OBJECTS if FULL else sorted(first.values())


def wire_kind(operation_id: str) -> str:
    return str(getattr(api, operation_id).parse.__annotations__["return"])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("operation_id", kinds())
def test_every_other_member_is_right_when_one_is_not_as_documented(operation_id: str, way: str) -> None:
    count = 0
    for answer in documented(operation_id) if FULL else [largest(operation_id)]:
        for place, changed in deviating(operation_id, answer):
            # Of five or so for each member, so that in turn each is met.
            if FULL or count % STRIDES[way] == 0:
                value = WAYS[way](operation_id, dumps(changed).encode())
                check_kept(operation_id, place, changed, value)
            count += 1
    assert count > 1 or not largest(operation_id)


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("operation_id", OBJECTS)
def test_client_returns_the_answer_in_which_a_member_is_not_as_documented(
    operation_id: str, flavour: str
) -> None:
    chosen = list(deviating_bodies(operation_id))
    for path, body in chosen if FULL else chosen[:: len(chosen) // 4 + 1]:
        tap = Tap(
            httpx.MockTransport(lambda _, body=body: httpx.Response(success_of(operation_id), content=body))
        )
        value = FLAVOURS[flavour](tap, documented_call(operation_of(operation_id), body))
        assert exact(written(value)) == exact(loads(body))
        with pytest.raises(DeviationError, match=re.escape(f"{operation_id}: {path}: ")):
            used(value, path)


def deviating_bodies(operation_id: str) -> Iterator[tuple[str, bytes]]:
    for answer in documented(operation_id) if FULL else [largest(operation_id)]:
        for place, changed in deviating(operation_id, answer):
            yield place.path, dumps(changed).encode()


REFUSED = [
    (name, int(status.replace("X", "0")))
    for name in OBJECTS
    for status in operation_of(name)["responses"]
    if status >= "300"
]


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(("operation_id", "status"), REFUSED if FULL else REFUSED[:: len(REFUSED) // 3])
def test_refusal_in_which_a_member_is_not_as_documented_is_one_all_the_same(
    operation_id: str, status: int, flavour: str
) -> None:
    for answer in documented(operation_id, status):
        for _, changed in deviating(operation_id, answer, status):
            body = dumps(changed).encode()
            tap = Tap(httpx.MockTransport(lambda _, body=body: httpx.Response(status, content=body)))
            with pytest.raises(RefusedError) as caught:
                FLAVOURS[flavour](tap, documented_call(operation_of(operation_id)))
            assert (caught.value.status, caught.value.content) == (status, body)
            assert str(caught.value)


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


def test_all_deviations_are_listed_with_their_whole_paths_in_the_order_of_the_document() -> None:
    assert [(each.path, each.expected, each.came) for each in trade().deviations] == [
        ("id", "an integer", "text"),
        ("position.price.value", "a decimal", "nothing"),
        ("note", "text", "null"),
        ("data.type", "text such as 'simple_buy'", "integer"),
    ]
    assert trade().position.deviations == [trade().deviations[1]]
    assert trade().margin.deviations == []


COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "evolve": attrs.evolve,
    "JSON": lambda value: models.SmartTrade.from_json(value.to_json()),
}


@pytest.mark.parametrize("again", COPIES.values(), ids=COPIES)
def test_copy_keeps_what_is_not_as_documented(again: Callable[[Any], Any]) -> None:
    other = again(trade())
    assert other == trade()
    assert isinstance(other, models.SmartTrade)
    assert exact(other.to_dict()) == exact(trade().to_dict())
    assert [each.path for each in other.deviations] == PATHS
    with pytest.raises(DeviationError, match=r"^note: expected text, got null$"):
        str(other.note)


@pytest.mark.parametrize("read", WAYS.values(), ids=WAYS)
def test_new_members_are_kept_and_no_deviations(read: Callable[[str, bytes], Any]) -> None:
    source = changed(TRADE, {"added": {"x": [1]}, "position.price.added": "0.10", "market_close.added": None})
    made = read("get_smart_trade", dumps(source).encode())
    assert made.additional_properties == {"added": {"x": [1]}}
    assert made.position.price.additional_properties == {"added": "0.10"}
    assert made.market_close.additional_properties == {"added": None}
    assert made.deviations == []
    assert exact(made.to_dict()) == exact(source)


@pytest.mark.parametrize("read", WAYS.values(), ids=WAYS)
def test_new_member_is_kept_where_another_is_absent(read: Callable[[str, bytes], Any]) -> None:
    source = changed(TRADE, {"position.price.value": MISSING, "position.price.added": 1, "note": MISSING})
    source["added"] = 2
    made = read("get_smart_trade", dumps(source).encode())
    assert (made.additional_properties, made.position.price.additional_properties) == (
        {"added": 2},
        {"added": 1},
    )
    assert [each.path for each in made.deviations] == ["position.price.value", "note"]
    assert exact(made.to_dict()) == exact(source)


def test_objects_are_equal_if_the_same_came() -> None:
    assert trade() == trade()
    assert trade() != models.SmartTrade.from_dict(changed(SOURCE, {"note": 5}))
    assert trade() != models.SmartTrade.from_dict(TRADE)
    assert models.SmartTrade.from_dict(TRADE) != trade()
    assert trade() != trade().position
    with pytest.raises(TypeError, match="unhashable"):
        hash(trade())


def test_repr_and_attrs_asdict_say_what_is_not_as_documented() -> None:
    assert "SmartTrade(id=<expected an integer, got text '5'>, version=2" in repr(trade())
    assert "price=PositionPrice(value=<is required, but missing>" in repr(trade())
    plain = attrs.asdict(trade())
    assert [plain["id"], plain["position"]["price"]["value"]] == trade().deviations[:2]
    assert plain["pair"] == TRADE["pair"]


def test_good_value_takes_a_deviation_away() -> None:
    made = trade()
    made.id = 5
    made.note = "mine"
    assert (made.id, made.to_dict()["note"]) == (5, "mine")
    assert [each.path for each in made.deviations] == ["position.price.value", "data.type"]
    assert attrs.evolve(trade(), id=7).id == 7
    assert [each.path for each in attrs.evolve(trade(), id=7).deviations] == PATHS[1:]


def test_object_whose_deviations_are_all_repaired_is_as_any_other() -> None:
    price = trade().position.price
    price.value = 1
    documented_price = models.SmartTrade.from_dict(TRADE).position.price
    assert type(price) is models.PositionPrice is type(documented_price)
    assert price.deviations == []


@pytest.mark.parametrize("source", [TRADE, SOURCE])
def test_class_of_an_object_with_deviations_reads_as_its_model(source: Json) -> None:
    assert type(trade()).from_dict(source) == models.SmartTrade.from_dict(source)
    assert type(type(trade()).from_dict(TRADE)) is models.SmartTrade


def test_unknown_attribute_is_an_attribute_error_and_not_a_deviation() -> None:
    with pytest.raises(AttributeError, match="'SmartTrade' object has no attribute 'nope'"):
        trade().nope  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(TypeError, match="nope"):
        attrs.evolve(trade(), nope=1)


@pytest.mark.parametrize("answer", [None, [], 5, "text"])
def test_answer_that_is_no_object_is_an_error_that_says_what_came(answer: object) -> None:
    with pytest.raises(DecodeError, match="get_smart_trade: expected an object, got "):
        client(dumps(answer).encode()).smart_trades.get(1)


def client(body: bytes, **options: Any) -> ThreeCommas:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    return ThreeCommas("key", HmacSigner("secret"), transport=transport, **options)


def test_strict_client_refuses_what_is_not_as_documented() -> None:
    body = dumps(SOURCE).encode()
    with pytest.raises(DecodeError, match="get_smart_trade: id: expected an integer, got text '5'") as caught:
        client(body, strict=True).smart_trades.get(5)
    assert (caught.value.content, type(caught.value)) == (body, DecodeError)
    listed = client(b"[" + body + b"]", strict=True).smart_trades.list()
    assert [str(each.error) for each in listed if isinstance(each, Undecoded)] == [
        "[0].id: expected an integer, got text '5'"
    ]
    with pytest.raises(DecodeError, match=r"^id: expected an integer"):
        models.SmartTrade.from_dict(SOURCE, strict=True)


def test_each_kind_of_deviation_is_told_once_in_the_life_of_a_client(caplog: Any) -> None:
    notices: list[DeviationNotice] = []
    asked = client(
        b"[" + dumps(SOURCE).encode() + b"," + dumps(SOURCE).encode() + b"]", on_deviation=notices.append
    )
    with caplog.at_level(logging.WARNING, "threecommas"):
        asked.smart_trades.list()
        asked.smart_trades.list()
    assert [(each.operation_id, each.pattern, each.expected, each.came) for each in notices] == [
        ("list_smart_trades", f"[].{each.path}", each.expected, each.came) for each in trade().deviations
    ]
    assert [record.getMessage() for record in caplog.records] == [str(notice) for notice in notices]
    assert caplog.records[1].getMessage() == (
        "list_smart_trades answered other than documented: [].position.price.value is nothing, "
        "documented is a decimal"
    )


def test_defect_of_the_hook_does_not_hide_the_answer(caplog: Any) -> None:
    def fails(_: DeviationNotice) -> None:
        raise RuntimeError("broken alarm")

    assert client(dumps(SOURCE).encode(), on_deviation=fails).smart_trades.get(5).pair == TRADE["pair"]
    assert "on_deviation failed" in caplog.text


def test_notice_gives_the_exchange_as_observe_reads_it_and_without_key_and_signature() -> None:
    notices: list[DeviationNotice] = []
    client(dumps(SOURCE).encode(), on_deviation=notices.append).smart_trades.get(5)
    exchange = notices[0].exchange()
    assert exchange == {
        "method": "GET",
        "url": "https://api.3commas.io/public/api/v2/smart_trades/5",
        "status": 200,
        "response_headers": {"Content-Type": "application/json"},
        "response_body": dumps(SOURCE),
    }
    assert "secret" not in json.dumps(exchange)


def test_async_client_tells_too() -> None:
    notices: list[DeviationNotice] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=dumps(SOURCE).encode()))

    async def found() -> models.SmartTrade:
        async with AsyncThreeCommas(
            "key", HmacSigner("secret"), transport=transport, on_deviation=notices.append
        ) as asked:
            return await asked.smart_trades.get(5)

    assert asyncio.run(found()).deviations == trade().deviations
    assert len(notices) == len(PATHS)


def test_success_that_says_it_is_an_error_is_none() -> None:
    with pytest.raises(Exception, match="get_smart_trade") as caught:
        client(b'{"error": "not_found", "error_description": null}').smart_trades.get(1)
    assert not isinstance(caught.value, DecodeError)


def test_iteration_goes_on_past_an_element_whose_id_is_not_as_documented() -> None:
    page = dumps([changed(TRADE, {"id": None}), TRADE]).encode()
    found = list(client(page).smart_trades.iterate())
    assert [isinstance(each, models.SmartTrade) for each in found] == [True, True]


def test_every_kind_of_answer_is_read_in_one_go_or_member_by_member() -> None:
    kinds = {wire_kind(each).replace(" | Undecoded", "") for each in OBJECTS}
    assert kinds <= wire.READERS.keys()
