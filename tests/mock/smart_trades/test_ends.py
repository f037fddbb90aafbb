"""Every documented order lives to each end it can have, with the flags and sums of that end."""

from typing import Any

import pytest
from threecommas_mock import MockExchange

from tests.mock.signed_client import DOCUMENT, SignedClient, cases, example
from tests.mock.story import play, see

ENDS = cases("ends")
EXAMPLES = DOCUMENT.at(("components", "examples"))
LIVES = [(name, end) for name, case in ENDS.items() for end in case["ends"]]
# The account whose exchange wants its customer to be identified.
REFUSING = 32435557


@pytest.mark.parametrize(("name", "end"), LIVES)
def test_documented_order_reaches_its_end(name: str, end: str) -> None:
    client = SignedClient(MockExchange(document=DOCUMENT))
    client.exchange.set_price("USDT_BTC", ENDS[name]["start"])
    number = client.at_rest(example(name))["id"]
    life: dict[str, Any] = ENDS[name]["ends"][end]
    for moment in life["moments"]:
        play(client, number, moment)
    client.exchange.settle()
    trade = client.get(number)
    assert trade["status"]["type"] == end
    assert {path: see(trade, path) for path in life["see"]} == life["see"]


@pytest.mark.parametrize("name", ENDS)
def test_documented_order_fails_where_the_exchange_refuses_it(name: str) -> None:
    client = SignedClient(MockExchange(document=DOCUMENT))
    client.exchange.set_price("USDT_BTC", ENDS[name]["start"])
    trade = client.at_rest(example(name) | {"account_id": REFUSING})
    assert (trade["status"]["type"], see(trade, "flags")[:8]) == ("failed", "0" * 8)
    assert trade["position"]["status"]["type"] == "failed"
    assert trade["profit"] == {"volume": None, "usd": None, "percent": "0.0", "roe": None}


def test_no_documented_order_is_left_out() -> None:
    assert {name for name in EXAMPLES if name.startswith("create_s")} == set(ENDS)
