"""The links of the document lead where they say, with what the answer or the request really has."""

import re
from typing import Any

import pytest
import threecommas_openapi

from generator.document.json_pointer import parts

DOCUMENT = threecommas_openapi.load()
COMPONENTS = DOCUMENT["components"]
EXPRESSION = re.compile(r"\$response\.body#(?P<pointer>/.+)|\$request\.path\.(?P<name>\w+)")
# What is done with a SmartTrade, and where each call that leads on has to lead.
FLOWS = {
    "create_smart_trade": {
        "get_smart_trade",
        "update_smart_trade",
        "cancel_smart_trade",
        "close_smart_trade_by_market",
        "force_start_smart_trade",
        "add_funds",
        "reduce_funds",
        "get_reduce_funds_info",
        "set_smart_trade_note",
        "list_trades",
    },
    "list_smart_trades": {"get_smart_trade", "list_trades"},
    "cancel_smart_trade": {"get_smart_trade"},
    "close_smart_trade_by_market": {"get_smart_trade"},
    "list_trades": {"cancel_trade", "close_trade_by_market"},
    "list_accounts": {"get_account"},
    "list_markets": {"list_market_pairs"},
}

Json = dict[str, Any]


def resolved(value: Json) -> Json:
    while "$ref" in value:
        _, section, name = parts(value["$ref"].removeprefix("#"))
        value = COMPONENTS[section][name]
    return value


OPERATIONS = {
    operation["operationId"]: operation
    for item in DOCUMENT["paths"].values()
    for operation in item.values()
    if "operationId" in operation
}
LINKS = [
    (source, name, resolved(link), resolved(response))
    for source, operation in OPERATIONS.items()
    for response in operation["responses"].values()
    for name, link in resolved(response).get("links", {}).items()
]


def at(value: Any, place: str) -> Any:
    for step in parts(place):
        value = value[int(step) if isinstance(value, list) else step]
    return value


def names_in_path(operation: str) -> set[str]:
    described = map(resolved, OPERATIONS[operation].get("parameters", []))
    return {each["name"] for each in described if each["in"] == "path"}


@pytest.mark.parametrize("source", FLOWS)
def test_main_flow_is_linked(source: str) -> None:
    assert {link["operationId"] for begin, _, link, _ in LINKS if begin == source} >= FLOWS[source]


@pytest.mark.parametrize(
    ("source", "link", "response"),
    [(source, link, response) for source, _, link, response in LINKS],
    ids=[f"{source}-{name}" for source, name, _, _ in LINKS],
)
def test_link_finds_its_values_in_every_example_of_the_answer(
    source: str, link: Json, response: Json
) -> None:
    named = {resolved(each)["name"] for each in OPERATIONS[link["operationId"]]["parameters"]}
    assert names_in_path(link["operationId"]) <= link["parameters"].keys() <= named
    shown = [resolved(each)["value"] for each in response["content"]["application/json"]["examples"].values()]
    for expression in link["parameters"].values():
        found = EXPRESSION.fullmatch(expression)
        assert found is not None, expression
        assert found["name"] is None or found["name"] in names_in_path(source)
        for value in shown if found["pointer"] else []:
            assert isinstance(at(value, found["pointer"]), int | str)
