"""Changes of a deal by the builders: documented requests, and each documented rule broken."""

import json
from pathlib import Path
from typing import Any

import pytest
from threecommas import EncodeError, deals
from threecommas.models import AddFundsToDeal, UpdateDeal, UpdateDealMaxSafetyOrders

from tests.client.documented_bodies import changed, documented

DATA = Path(__file__).with_name("data")
DOCUMENTED = json.loads((DATA / "documented.json").read_text("utf-8"))
BROKEN = json.loads((DATA / "broken_rules.json").read_text("utf-8"))
BROKEN_FUNDS = json.loads((DATA / "broken_funds.json").read_text("utf-8"))
CHECKS: list[Any] = [deals.check_update, deals.check_added_funds, deals.check_max_safety_orders]


def body(change: dict[str, Any]) -> UpdateDeal:
    """Return a change; a step is written as amount, profit, and id."""
    sent = dict(change)
    if "take_profit_steps" in sent:
        names = ("amount_percentage", "profit_percentage", "id")
        sent["take_profit_steps"] = [
            dict(zip(names, step, strict=False)) for step in sent["take_profit_steps"]
        ]
    return UpdateDeal.from_dict(sent)


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case["name"])
def test_documented_request_is_a_few_lines(case: dict[str, Any]) -> None:
    made = deals.update(
        steps=[deals.TakeProfitStep(**step) for step in case.get("steps", ())],
        stop_loss=deals.StopLoss(**case["stop_loss"]) if "stop_loss" in case else None,
        **case["with"],
    )
    assert made.to_dict() == documented(case["name"]) | case["differs"]


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case["name"])
def test_documented_request_obeys_the_rules(case: dict[str, Any]) -> None:
    deals.check_update(UpdateDeal.from_dict(documented(case["name"])))


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["rule"].replace(" ", "_"))
def test_broken_rule_is_refused_with_the_path_of_the_field(case: dict[str, Any]) -> None:
    with pytest.raises(EncodeError) as info:
        deals.check_update(body(case["change"]))
    assert (info.value.path, case["says"] in info.value.message) == (case["path"], True), info.value


@pytest.mark.parametrize("case", BROKEN_FUNDS, ids=lambda case: case["rule"].replace(" ", "_"))
def test_funds_that_break_a_rule_are_refused_with_the_path_of_the_field(case: dict[str, Any]) -> None:
    funds = AddFundsToDeal.from_dict(changed(documented("add_funds_to_deal_request"), case))
    with pytest.raises(EncodeError) as info:
        deals.check_added_funds(funds)
    assert (info.value.path, case["says"] in info.value.message) == (case["path"], True), info.value


def test_documented_funds_are_one_line() -> None:
    made = deals.limit_funds(quantity="0.01", rate="0.297", response_type="market_order")
    expected = documented("add_funds_to_deal_request")
    assert made.to_dict() == expected | {"quantity": "0.01", "rate": "0.297"}


def test_funds_at_market_price_have_no_rate_and_ask_for_an_empty_answer() -> None:
    made = deals.market_funds(quantity=2)
    assert made.to_dict() == {"quantity": "2", "is_market": True, "response_type": "empty"}


def test_change_sends_what_is_given_alone() -> None:
    made = deals.update(
        safety_orders=[
            deals.SafetyStep(deviation="-1", size=10, editable=False),
            deals.SafetyStep(deviation="-2.5", size="15"),
        ],
        stop_loss=deals.StopLoss(percent="3", trailing=False, timeout=0, disable_bot=True, breakeven=1),
        note="longer",
    )
    assert made.to_dict() == {
        "custom_safety_steps": [
            {"deviation": "-1", "size": "10", "editable": False},
            {"deviation": "-2.5", "size": "15"},
        ],
        "stop_loss_percentage": "3",
        "stop_loss_type": "stop_loss_and_disable_bot",
        "tsl_enabled": False,
        "stop_loss_timeout_enabled": False,
        "sl_to_breakeven_enabled": True,
        "sl_to_breakeven_data": {"upper_breakeven_limit": 1},
        "note": "longer",
    }


@pytest.mark.parametrize("count", [0, "200"])
def test_number_of_safety_orders_is_from_0_to_200(count: int | str) -> None:
    assert deals.max_safety_orders(count).to_dict() == {"max_safety_orders": count}
    with pytest.raises(EncodeError) as info:
        deals.max_safety_orders(201)
    assert info.value.path == "max_safety_orders"


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: deals.update(steps=[deals.TakeProfitStep(profit=1, amount=0.5)]), "take_profit_steps[0]."),
        (
            lambda: deals.update(safety_orders=[deals.SafetyStep(deviation=-1, size=0.5)]),
            "custom_safety_steps[0].",
        ),
        (lambda: deals.update(stop_loss=deals.StopLoss(percent=0.5)), "stop_loss_percentage"),
        (lambda: deals.limit_funds(quantity=1, rate=0.5), "rate"),
    ],
    ids=["step", "safety order", "stop loss", "rate"],
)
def test_float_is_refused_with_the_path_of_the_field(make: Any, path: str) -> None:
    with pytest.raises(EncodeError) as info:
        make()
    assert info.value.path.startswith(path)


def test_setting_that_a_deal_does_not_have_is_refused() -> None:
    with pytest.raises(EncodeError) as info:
        deals.update(cooldown=5)  # type: ignore[call-arg]
    assert info.value.path == "cooldown"


@pytest.mark.parametrize("check", CHECKS)
def test_body_of_another_kind_is_refused(check: Any) -> None:
    other = UpdateDealMaxSafetyOrders(max_safety_orders=1) if check is deals.check_update else UpdateDeal()
    with pytest.raises(EncodeError, match="expected an"):
        check(other)
