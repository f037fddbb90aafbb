"""Changes of a deal: what they change, what they leave, and which are refused where."""

from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock.dca.settings import TakeProfitStep

from tests.mock.deals.deal_client import DealClient, refusal, send


def test_update_of_a_deal_that_is_being_closed_says_what_the_page_says() -> None:
    client = DealClient()
    number = client.bought()
    send(client, number, ("POST", "panic_sell", None))
    answer = send(client, number, ("PATCH", "update_deal", {"take_profit": "3"}))
    assert refusal(answer) == (400, "record_invalid", {"base": ["Can't be edit"]})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"take_profit_steps": [{"amount_percentage": 40, "profit_percentage": 2}]}, "take_profit_steps"),
        ({"sl_to_breakeven_enabled": True}, "sl_to_breakeven_enabled"),
        ({"max_safety_orders": 0}, "max_safety_orders"),
    ],
)
def test_update_that_breaks_a_rule_names_its_field(body: Any, field: str) -> None:
    client = DealClient()
    number = client.bought()
    client.move("98.9")
    before = client.look(number)
    found = refusal(send(client, number, ("PATCH", "update_deal", body)))
    assert (found[0], list(found[2] or {})) == (400, [field])
    assert client.look(number) == before


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([(0, "40", "2"), (1, "60", "3")], 200),
        ([(0, "40", "2"), (1, "30", "3"), (None, "30", "4")], 200),
        ([(0, "40", "2.5"), (1, "60", "3")], 400),
        ([(0, "50", "2"), (1, "50", "3")], 400),
        ([(1, "100", "3")], 400),
        ([(1, "60", "3"), (0, "40", "2")], 400),
    ],
    ids=["the same", "one more", "another profit", "another share", "without it", "in another order"],
)
def test_step_that_is_done_stays_as_it_was(steps: list[tuple[int | None, str, str]], status: int) -> None:
    client = DealClient()
    made = (TakeProfitStep(Decimal(40), Decimal(2)), TakeProfitStep(Decimal(60), Decimal(3)))
    number = client.bought(take_profit=None, take_profit_steps=made)
    client.move("102.5")
    before = client.look(number)
    told = [
        {"amount_percentage": share, "profit_percentage": profit} | ({} if at is None else {"id": at})
        for at, share, profit in steps
    ]
    answer = send(client, number, ("PATCH", "update_deal", {"take_profit_steps": told}))
    assert answer.status_code == status
    if status == 400:
        assert refusal(answer)[2] == {"take_profit_steps": ["steps that are done cannot be changed"]}
        assert client.look(number) == before


@pytest.mark.parametrize(
    "body",
    [
        {"close_timeout": 10**15},
        {"stop_loss_timeout_in_seconds": 10**12},
        {"stop_loss_percentage": "99999999"},
    ],
    ids=lambda body: next(iter(body)),
)
def test_update_to_a_number_that_no_calendar_has_is_refused(body: Any) -> None:
    client = DealClient()
    number = client.bought()
    found = refusal(send(client, number, ("PATCH", "update_deal", body)))
    assert (found[0], list(found[2] or {})) == (422, list(body))
    client.exchange.advance(60)
    assert client.look(number)["status"] == "bought"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"close_timeout": 10**9}, 200),
        ({"close_timeout": 10**9 + 1}, 422),
        ({"stop_loss_percentage": "1000000"}, 200),
        ({"stop_loss_percentage": "1000000.01"}, 422),
        ({"min_profit_percentage": f"0.{1:030}"}, 200),
        ({"min_profit_percentage": f"0.{1:031}"}, 422),
    ],
)
def test_update_takes_numbers_up_to_their_bound(body: Any, status: int) -> None:
    client = DealClient()
    number = client.bought()
    assert send(client, number, ("PATCH", "update_deal", body)).status_code == status


def test_update_changes_what_it_names_and_nothing_else() -> None:
    client = DealClient()
    number = client.bought()
    before = client.look(number)
    body = {
        "take_profit": "3",
        "stop_loss_percentage": "10",
        "note": "Mine",
        "stop_loss_timeout_in_seconds": "100",
    }
    after = send(client, number, ("PATCH", "update_deal", body)).json()
    changed = {name for name, value in before.items() if after[name] != value}
    assert changed == {
        "take_profit",
        "take_profit_price",
        "stop_loss_percentage",
        "stop_loss_price",
        "stop_loss_timeout_in_seconds",
        "note",
        "crypto_widget",
        "bot_events",
    }
    assert (after["take_profit_price"], after["stop_loss_price"]) == ("103.21", "90.09")
