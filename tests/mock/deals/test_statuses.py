"""Each of the 22 statuses of a deal is reached, with its title and its flags; what has ended stays so."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from threecommas_mock.deals.statuses import CLOSED, STATUS_TITLES, Status

from tests.mock.deals.deal_client import PAIR
from tests.mock.deals.lives import live

CASES = yaml.safe_load((Path(__file__).parent / "data" / "statuses.yaml").read_text("utf-8"))
FLAGS = ("cancellable?", "panic_sellable?", "add_fundable", "smart_trade_convertable")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["status"])
def test_deal_gets_to_its_status(case: dict[str, Any]) -> None:
    client, number = live(case)
    deal = client.look(number)
    assert (deal["status"], deal["localized_status"]) == (case["status"], case["title"])
    assert "".join(str(int(deal[flag])) for flag in FLAGS) == case["flags"]
    assert deal["finished?"] == (Status(case["status"]) in CLOSED)
    assert (deal["closed_at"] is not None) == deal["finished?"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if Status(case["status"]) in CLOSED], ids=lambda case: case["status"]
)
def test_ended_deal_stays_as_it_is(case: dict[str, Any]) -> None:
    client, number = live(case)
    ended = client.look(number)
    for price in (50, 200):
        client.move(price, case.get("pair", PAIR))
        client.exchange.advance(1000)
    assert client.look(number) == ended
    assert client.get(number) == ended
    assert all(order["status_string"] != "Active" for order in client.orders(number))


def test_no_status_is_left_out() -> None:
    assert {case["status"] for case in CASES} == set(Status) == set(STATUS_TITLES)
    assert len(Status) == 22
