"""Lives of SmartTrades that end at a documented answer, number by number."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import MockExchange, Quote, defaults

from tests.mock.signed_client import SignedClient, cases, example
from tests.mock.story import play

LIVES = cases("lives")


def market(quotes: dict[str, dict[str, str]]) -> MockExchange:
    """Make an exchange whose pairs cost what the case says."""
    told = {
        symbol: Quote(**{name: Decimal(value) for name, value in quote.items()})
        for symbol, quote in quotes.items()
    }
    pairs = [replace(pair, quote=told.get(pair.symbol, pair.quote)) for pair in defaults.pairs()]
    return MockExchange(pairs=pairs)


def without(value: Any, path: str) -> Any:
    """Return *value* without what stands at a dotted path; * is every item of a list."""
    head, _, tail = path.partition(".")
    if isinstance(value, list):
        return [without(item, tail) if tail else item for item in value]
    if head not in value:
        return value
    if not tail:
        return {name: item for name, item in value.items() if name != head}
    return value | {head: without(value[head], tail)}


@pytest.mark.parametrize("name", LIVES)
def test_life_ends_at_the_documented_answer(name: str) -> None:
    case = LIVES[name]
    client = SignedClient(market(case["market"]))
    birth, *moments = case["life"]
    answer = client.send("POST", "", json=birth["create"])
    number = answer.json()["id"]
    for view in moments:
        answer = play(client, number, view) or answer
    found, documented = answer.json(), example(name)
    for path in case["differs"]:
        found, documented = without(found, path), without(documented, path)
    assert found == documented
