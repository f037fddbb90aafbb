"""The ladder of a bot: its orders before there is a deal."""

from decimal import Decimal, localcontext
from typing import Any

import pytest
from threecommas import EncodeError, calculators
from threecommas.models import Bot, CreateBot, UpdateBot

from tests.client.dca_bots.documents import example

# A bot of 2025 and the deal it opened at 3739.77, as recorded.
BOT: dict[str, Any] = {
    "strategy": "long",
    "base_order_volume": "20.0",
    "base_order_volume_type": "quote_currency",
    "safety_order_volume": "15.0",
    "safety_order_volume_type": "quote_currency",
    "max_safety_orders": 3,
    "active_safety_orders_count": 3,
    "safety_order_step_percentage": "1.0",
    "safety_order_calculation_mode": "base",
    "martingale_volume_coefficient": "1.7",
    "martingale_step_coefficient": "4.0",
    "take_profit": "1.0",
    "take_profit_type": "total",
    "take_profit_steps": [],
    "stop_loss_percentage": "0.0",
    "max_active_deals": 1,
    "leverage_type": "not_specified",
    "leverage_custom_value": None,
}
LIMITS = calculators.MarketLimits.of({"priceStep": "0.01", "lotStep": "0.0001"})
PRICE = "3739.77"
TABLE = """\
order  deviation %    price  size base   size quote  total base   total quote        average  take profit  move %      profit
 base            0  3739.77     0.0054  20.21495276      0.0054   20.21495276     3743.50977      3784.73     1.2   0.2021517
    1           -1  3706.07     0.0041  15.21008189      0.0095   35.42503465  3728.95101526      3770.02    1.73  0.35434017
    2           -5  3556.33     0.0072  25.63118158      0.0167   61.05621622  3656.06085156      3696.32    3.94  0.61059924
    3          -21  2957.37     0.0147  43.51681234      0.0314  104.57302856  3330.35122803      3367.03   13.85   1.0459887

long at 3739.77, fee 0.001
a deal needs 104.57302856 quote currency
2 deals need 209.14605712 quote currency
stop loss at 3556.3342815 loses 1.67364415
problem: stop_loss_percentage: 5 must be beyond the last safety order, 21"""  # noqa: E501


def ladder(changes: dict[str, Any] | None = None, **options: Any) -> calculators.Ladder:
    given: dict[str, Any] = {"price": PRICE, "limits": LIMITS} | options
    return calculators.ladder(BOT | (changes or {}), **given)


def test_recorded_deal_is_the_second_safety_order_of_its_ladder() -> None:
    order = ladder().safety_orders[1]
    assert (order.total_base, order.total_quote) == (Decimal("0.0167"), Decimal("61.056216221"))
    assert order.average_price == Decimal("3656.060851556886227544910179641")
    assert order.profit is not None
    assert round(order.profit, 8) == Decimal("0.61059924")


def test_ladder_prints_as_a_table() -> None:
    assert str(ladder({"max_active_deals": 2, "stop_loss_percentage": "5"})) == TABLE


def test_ladder_of_one_deal_says_once_what_it_needs() -> None:
    said = str(ladder()).splitlines()
    assert [line for line in said if "need" in line] == ["a deal needs 104.57302856 quote currency"]


def test_ladder_is_the_same_in_any_decimal_context() -> None:
    expected = ladder()
    with localcontext(prec=3):
        assert ladder() == expected


@pytest.mark.parametrize("strategy", ["long", "short"])
def test_null_of_an_answer_is_the_value_that_3commas_gives_it(strategy: str) -> None:
    nulls = {"custom_safety_steps": None, "active_safety_orders_count": None, "min_profit_type": None}
    assert ladder({"strategy": strategy} | nulls) == ladder({"strategy": strategy})


def test_order_that_no_price_reaches_is_left_out_and_named() -> None:
    made = ladder({"max_safety_orders": 6})
    assert [order.number for order in made.orders] == [0, 1, 2, 3, 4]
    assert made.problems == ("max_safety_orders: 2 of the orders would stand at 0 or below",)


@pytest.mark.parametrize(
    ("strategy", "deviation", "says"),
    [
        (
            "long",
            "1",
            "deviation 1 puts it at 101, which is not below the base order at 100, so that it buys",
        ),
        (
            "long",
            "0",
            "deviation 0 puts it at 100, which is not below the base order at 100, so that it buys",
        ),
        ("long", "100", "deviation 100 puts it at 200, which is not below"),
        (
            "short",
            "-1",
            "deviation -1 puts it at 99, which is not above the base order at 100, so that it sells",
        ),
        ("short", "0", "deviation 0 puts it at 100, which is not above"),
    ],
)
def test_safety_order_on_the_wrong_side_of_the_base_order_is_a_problem(
    strategy: str, deviation: str, says: str
) -> None:
    right = "-2" if strategy == "long" else "2"
    steps = [{"deviation": right, "size": "20"}, {"deviation": deviation, "size": "20"}]
    made = ladder({"strategy": strategy, "custom_safety_steps": steps}, price=100, fee=0)
    assert len(made.problems) == 1
    assert made.problems[0].startswith(f"safety order 2: {says}")
    assert f"problem: {made.problems[0]}" in str(made)


def test_safety_order_nearer_than_the_fee_is_on_the_wrong_side() -> None:
    steps = {"safety_order_step_percentage": "0.05", "max_safety_orders": 1}
    assert ladder(steps, price=100).problems == (
        "safety order 1: deviation -0.05 puts it at 100.04, which is not below the base order at 100, "
        "so that it buys at once",
    )
    assert ladder(steps, price=100, fee=0).problems == ()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"base_order_volume": None}, "base_order_volume"),
        ({"base_order_volume": 0.1 + 0.2}, "base_order_volume"),
        ({"base_order_volume": "0"}, "base_order_volume"),
        ({"base_order_volume_type": "xbt"}, "base_order_volume_type"),
        ({"base_order_volume_type": "percent"}, "balance"),
        ({"max_safety_orders": 201}, "max_safety_orders"),
        ({"max_safety_orders": True}, "max_safety_orders"),
        ({"martingale_step_coefficient": "10.1"}, "martingale_step_coefficient"),
        ({"martingale_volume_coefficient": "0"}, "martingale_volume_coefficient"),
        ({"safety_order_calculation_mode": "last"}, "safety_order_calculation_mode"),
        ({"strategy": "sideways"}, "strategy"),
        ({"take_profit_steps": [{"profit_percentage": "1"}]}, "take_profit_steps[0].amount_percentage"),
        ({"custom_safety_steps": [{"deviation": "-101", "size": 1}]}, "custom_safety_steps[0].deviation"),
        ({"leverage_type": "cross"}, "leverage_custom_value"),
    ],
)
def test_setting_that_cannot_be_computed_with_is_refused_by_its_path(
    changes: dict[str, Any], path: str
) -> None:
    with pytest.raises(EncodeError) as caught:
        ladder(changes)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("setting", "path"),
    [
        ({"take_profit": 1.5}, "take_profit"),
        ({"custom_safety_steps": [{"deviation": "-1", "size": 20.5}]}, "custom_safety_steps[0].size"),
        ({"custom_safety_steps": [{"deviation": -1.5, "size": 20}]}, "custom_safety_steps[0].deviation"),
        (
            {"take_profit_steps": [{"profit_percentage": 1.5, "amount_percentage": 100}]},
            "take_profit_steps[0].profit_percentage",
        ),
    ],
)
def test_float_is_a_number_of_json_but_no_value_of_typed_settings(setting: Any, path: str) -> None:
    typed = calculators.LadderSettings(base_order_volume=20, **setting)
    with pytest.raises(EncodeError, match="is a float") as caught:
        calculators.ladder(typed, price=PRICE)
    assert caught.value.path == path
    assert calculators.ladder({"base_order_volume": 20} | setting, price=PRICE)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"max_saftey_orders": 5}, "max_saftey_orders: is not .* is max_safety_orders meant"),
        ({"stop_los_percentage": "5"}, "stop_los_percentage: is not .* is stop_loss_percentage meant"),
        ({"additional_properties": {}}, "additional_properties: is not"),
        ({"whatever": 1}, "whatever: is not a documented member of a bot$"),
        ({5: 1}, "5: is not a documented member of a bot$"),
    ],
)
def test_setting_with_a_slip_of_the_pen_is_named_with_what_is_near(changes: Any, says: str) -> None:
    for calculate in (calculators.LadderSettings.of, ladder):
        given = BOT | changes if calculate == calculators.LadderSettings.of else changes
        with pytest.raises(EncodeError, match=says):
            calculate(given)


@pytest.mark.parametrize(
    ("model", "name"), [(CreateBot, "create_bot"), (UpdateBot, "update_bot"), (Bot, "bot")]
)
def test_body_and_answer_are_read_the_same_as_a_mapping_and_as_a_model(model: Any, name: str) -> None:
    documented = model.from_dict(example(name))
    shown = calculators.ladder(documented, price=PRICE)
    assert calculators.ladder(documented.to_dict(), price=PRICE) == shown


def test_answer_and_model_may_have_members_that_nobody_documented_yet() -> None:
    news = {"max_saftey_orders": 5}
    for documented in (
        Bot.from_dict(example("bot") | news),
        CreateBot.from_dict(example("create_bot") | news),
    ):
        assert calculators.ladder(documented, price=PRICE)
    assert calculators.ladder(example("bot") | news, price=PRICE)
