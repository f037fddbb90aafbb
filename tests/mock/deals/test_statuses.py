"""Each of the 22 statuses of a deal is reached, with its title and its flags; what has ended stays so."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from threecommas_mock import Assumptions, MockExchange
from threecommas_mock.dca.settings import Condition, LeverageType
from threecommas_mock.deals.statuses import CLOSED, STATUS_TITLES, Status

from tests.mock.deals.deal_client import PAIR, USER, DealClient
from tests.mock.signed_client import DOCUMENT

CASES = yaml.safe_load((Path(__file__).parent / "data" / "statuses.yaml").read_text("utf-8"))
FLAGS = ("cancellable?", "panic_sellable?", "add_fundable", "smart_trade_convertable")


def settings(given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a case as values."""
    made: dict[str, Any] = {}
    for name, value in given.items():
        match name:
            case "close":
                made["close_strategy_list"] = (Condition("rsi"),)
            case "leverage_type":
                made[name] = LeverageType(value)
            case _:
                made[name] = Decimal(value) if isinstance(value, str) else value
    return made


def play(client: DealClient, number: int, moment: dict[str, Any], pair: str) -> None:
    """Let one thing happen."""
    (what, value), *_ = moment.items()
    match what:
        case "polls":
            for _ in range(value):
                client.get(number)
        case "settle":
            client.exchange.settle()
        case "price":
            client.exchange.set_price(pair, value)
        case "seconds":
            client.exchange.advance(value)
        case "post":
            assert client.send("POST", f"/{number}/{value}", "Deal").status_code == 201
        case "close":
            client.room.close_condition_met(7)
        case "settle_contract":
            client.exchange.settle_contract(pair)
        case "switch":
            client.room.switch(number, USER)


def live(case: dict[str, Any]) -> tuple[DealClient, int]:
    """Bring a deal to the status of a case."""
    assumptions = Assumptions(deal_placement=case.get("placement", "at_once"))
    client = DealClient(MockExchange(document=DOCUMENT, assumptions=assumptions))
    pair = case.get("pair", PAIR)
    client.exchange.set_price(pair, case.get("start", 100))
    number = client.start(account=case.get("account", 1), pair=pair, **settings(case.get("settings", {})))
    for moment in case["moments"]:
        play(client, number, moment, pair)
    return client, number


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
