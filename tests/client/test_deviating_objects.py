"""Objects with members that are not as documented, in the hands of a program."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from threecommas import (
    DeviationError,
    models,
)
from threecommas_rest.json_text import dumps

from tests.client.deviating import PATHS, SOURCE, TRADE, WAYS, changed, trade
from tests.property.exact import exact
from tests.property.meaning import MISSING


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
def test_class_of_an_object_with_deviations_reads_as_its_model(source: dict[str, Any]) -> None:
    assert type(trade()).from_dict(source) == models.SmartTrade.from_dict(source)
    assert type(type(trade()).from_dict(TRADE)) is models.SmartTrade


def test_unknown_attribute_is_an_attribute_error_and_not_a_deviation() -> None:
    with pytest.raises(AttributeError, match="'SmartTrade' object has no attribute 'nope'"):
        trade().nope  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(TypeError, match="nope"):
        attrs.evolve(trade(), nope=1)
