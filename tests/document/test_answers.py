"""The schemas of answers say just what the documented answers show: what is always there, and which values.

Required is exactly what every documented answer carries, so that typed access needs no check for it.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import threecommas_openapi

DOCUMENT = threecommas_openapi.load()
SCHEMAS = DOCUMENT["components"]["schemas"]
REFERENCE = "#/components/schemas/"
# An edition of before 2024, and bodies that no source shows: they prove nothing about today's answers.
NO_EVIDENCE = {"smart_trade_converted_from_deal", "smart_trade_processed"}

# Name of a schema -> the keys of each object, or the value of each enum, that was seen for it.
Sightings = dict[str, list[set[str]]]


def successes() -> Iterator[tuple[dict[str, Any], Any]]:
    """Each documented success with its schema."""
    for path in DOCUMENT["paths"].values():
        for method in {"get", "post", "patch", "delete"} & path.keys():
            for status, response in path[method]["responses"].items():
                # What answers nothing at all shows nothing.
                if status.startswith("2") and "content" in response:
                    yield from examples(response["content"]["application/json"])


def examples(content: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    for name, reference in content["examples"].items():
        if name not in NO_EVIDENCE:
            example = DOCUMENT["components"]["examples"][reference["$ref"].rpartition("/")[2]]
            yield content["schema"], example["value"]


def note(schema: dict[str, Any], value: Any, seen: Sightings, name: str = "") -> None:
    """Write down the keys or the enum value, and those within, under the names of their schemas."""
    while "$ref" in schema:
        name = schema["$ref"].removeprefix(REFERENCE)
        schema = SCHEMAS[name]
    if name and isinstance(value, str) and "anyOf" in schema:
        seen[name].append({value})
    elif isinstance(value, list):
        for item in value:
            note(schema["items"], item, seen)
    elif isinstance(value, dict) and "properties" in schema:
        seen[name].append(set(value))
        for key in value.keys() & schema["properties"].keys():
            note(schema["properties"][key], value[key], seen)


def sightings() -> Sightings:
    seen: Sightings = defaultdict(list)
    for schema, value in successes():
        note(schema, value, seen)
    return seen


SEEN = sightings()
OBJECTS = sorted(name for name in SEEN if "properties" in SCHEMAS[name])
OPEN_ENUMS = sorted(SEEN.keys() - set(OBJECTS))
# Of these so few are documented that the document says itself that it does not know what all of them have.
FEW_DOCUMENTED = {
    name
    for name, schema in SCHEMAS.items()
    if any(each["about"].startswith("Which properties every ") for each in schema.get("x-contradictions", []))
}


def test_the_entities_are_seen() -> None:
    assert {"SmartTrade", "TakeProfitStep", "StopLoss", "Trade", "ReduceFundsInfo", "Validation"} <= set(
        OBJECTS
    )
    assert {"SmartTradeStatusType", "TradeStatusType", "SmartTradeType", "OrderSide"} <= set(OPEN_ENUMS)


@pytest.mark.parametrize("name", OBJECTS)
def test_required_is_what_every_documented_answer_carries(name: str) -> None:
    required, carried = set(SCHEMAS[name].get("required", [])), set.intersection(*SEEN[name])
    assert required <= carried
    assert required == carried or name in FEW_DOCUMENTED


@pytest.mark.parametrize("name", OBJECTS)
def test_every_documented_field_is_described(name: str) -> None:
    assert set.union(*SEEN[name]) - SCHEMAS[name]["properties"].keys() == set()


@pytest.mark.parametrize("name", OPEN_ENUMS)
def test_every_documented_value_is_a_known_one(name: str) -> None:
    (known,) = (branch["$ref"] for branch in SCHEMAS[name]["anyOf"] if "$ref" in branch)
    assert set.union(*SEEN[name]) - set(SCHEMAS[known.removeprefix(REFERENCE)]["enum"]) == set()
