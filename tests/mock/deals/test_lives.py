"""Lives of deals that turn on one point: a boundary, a setting, an account. Each is told by what it shows.

`shows` are members of the answer by their path, `orders` the market orders by their number, `says` sentences
that `bot_events` have, `holds` total and reserved funds by currency.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.mock.deals.deal_client import DealClient
from tests.mock.deals.lives import live

DATA = Path(__file__).parent / "data"
CASES = [
    case for file in sorted(DATA.glob("lives_*.yaml")) for case in yaml.safe_load(file.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_life_of_a_deal_shows_that(case: dict[str, Any]) -> None:
    client, number = live(case)
    deal = client.look(number)
    settled = case["moments"][-1:] == [{"settle": True}]
    assert not (settled and client.room.lifecycle.is_pending(client.entity(number)))
    shows = case.get("shows", {})
    assert {path: at(deal, path) for path in shows} == shows
    said = [event["message"] for event in deal["bot_events"]]
    assert [sentence for sentence in case.get("says", []) if sentence not in said] == [], said
    if "orders" in case:
        assert orders(client, number) == case["orders"]
    held = client.exchange.balances(case.get("account", 1))
    for coin, funds in case.get("holds", {}).items():
        assert [held[coin].total, held[coin].reserved] == [Decimal(each) for each in funds], coin


def at(answer: Any, path: str) -> Any:
    """Return what an answer has at a path of names and places."""
    for name in path.split("."):
        answer = answer[int(name)] if isinstance(answer, list) else answer[name]
    return answer


def orders(client: DealClient, number: int) -> list[str]:
    """Return the market orders of a deal, the oldest first."""
    return [
        " ".join(
            [
                each["deal_order_type"],
                each["order_type"],
                each["quantity"],
                "at",
                each["rate"],
                each["status_string"],
            ]
        )
        for each in sorted(client.orders(number), key=lambda each: int(each["order_id"]))
    ]
