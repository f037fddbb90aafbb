"""Documented DCA bots in a few lines, and what the builders make of each part."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from threecommas import EncodeError, dca_bots
from threecommas.dca_bots import conditions
from threecommas.models import CreateBot

from tests.client.dca_bots.documents import example

EVERY_PART, OPTIONS = (
    json.loads(Path(__file__).with_name(name).read_text("utf-8"))
    for name in ("every_part.json", "options_of_conditions.json")
)
PLAIN: dict[str, Any] = {
    "account_id": 1,
    "name": "b",
    "base_order_volume": "20",
    "take_profit": dca_bots.TakeProfit(percent="1.5"),
    "start": [conditions.manual()],
}
STEPS = [dca_bots.TakeProfitStep(amount=50, profit=10), dca_bots.TakeProfitStep(amount=50, profit=20)]
DOCUMENTED: dict[str, Any] = {
    "account_id": 32833909,
    "name": "name DCA Bot",
    "pair": "BNFCR_1INCHUSDT",
    "base_order_volume": "100.0",
    "safety_orders": dca_bots.SafetyOrders(
        volume="30.0", step="1.0", count=4, active=1, volume_scale="2", step_scale="4.0"
    ),
    "close_deals_timeout": "60",
}


def same(value: Any) -> Any:
    """Return JSON with numbers and their texts as the same decimals."""
    if isinstance(value, dict):
        return {name: same(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [same(inner) for inner in value]
    try:
        return value if value is None or isinstance(value, bool) else Decimal(str(value))
    except ArithmeticError:
        return value


@pytest.mark.parametrize(
    ("name", "take_profit", "start"),
    [
        ("create_bot", dca_bots.TakeProfit(steps=STEPS), conditions.nonstop()),
        ("create_bot_of_one_pair_with_qfl", dca_bots.TakeProfit(percent="2.0"), conditions.qfl(percent=3)),
    ],
)
def test_documented_bot_is_made_in_a_few_lines(name: str, take_profit: Any, start: Any) -> None:
    made = dca_bots.single_pair(**DOCUMENTED, take_profit=take_profit, start=[start]).to_dict()
    documented = example(name)
    # The page prints text, and every recorded bot has an array.
    documented["pairs"] = [documented["pairs"]]
    assert same(made) == same(documented)


@pytest.mark.parametrize(
    ("arguments", "path", "words"),
    [
        ({"strategy": "Long"}, "strategy", "long, short"),
        ({"profit_currency": "USDT"}, "profit_currency", "quote_currency, base_currency"),
        ({"base_order_volume_type": "quote"}, "base_order_volume_type", "quote_currency, base_currency"),
        ({"start_order_type": "Limit"}, "start_order_type", "limit, market"),
        ({"leverage_type": "none"}, "leverage_type", "cross"),
        ({"take_profit": dca_bots.TakeProfit(percent=1, of="Base")}, "take_profit_type", "base"),  # type: ignore[arg-type]
        (
            {"take_profit": dca_bots.TakeProfit(percent=1, min_profit=1, min_profit_of="total")},  # type: ignore[arg-type]
            "min_profit_type",
            "total_bought_volume",
        ),
        (
            {"safety_orders": dca_bots.SafetyOrders(volume=1, step=1, count=1, volume_type="usd")},  # type: ignore[arg-type]
            "safety_order_volume_type",
            "quote_currency, base_currency",
        ),
    ],
)
def test_word_that_is_no_documented_choice_is_refused_with_those_that_are(
    arguments: dict[str, Any], path: str, words: str
) -> None:
    with pytest.raises(EncodeError) as info:
        dca_bots.single_pair(**{**PLAIN, "pair": "USDT_ETH", **arguments})
    assert (info.value.path, words in info.value.message) == (path, True), info.value


@pytest.mark.parametrize("field", ["strategy", "take_profit_type", "start_order_type"])
def test_fields_hold_what_was_chosen(field: str) -> None:
    chosen: dict[str, Any] = {"strategy": "short", "start_order_type": "market"}
    bot = dca_bots.single_pair(**PLAIN, pair="USDT_ETH", **chosen)
    assert getattr(bot, field) == {**chosen, "take_profit_type": "total"}[field]


def bot_with_every_part() -> CreateBot:
    """Return a bot made with all that the builders know."""
    take_profit = dca_bots.TakeProfit(
        percent="2", of="base", trailing="0.2", conditions=[conditions.tv_custom_signal()], min_profit=1
    )
    steps = [dca_bots.SafetyStep(deviation="-2", size=15), dca_bots.SafetyStep(deviation="-5", size=30)]
    return dca_bots.multi_pair(
        **{**PLAIN, "take_profit": take_profit},
        pairs=["USDT_ETH", "USDT_BTC"],
        max_active_deals=2,
        allowed_deals_on_same_pair=1,
        safety_orders=dca_bots.CustomSafetyOrders(steps=steps),
        stop_loss=dca_bots.StopLoss(percent="6", disable_bot=True, trailing=True, timeout=30),
    )


def test_every_part_comes_to_its_fields() -> None:
    found = bot_with_every_part().to_dict()
    assert CreateBot.from_dict(found).to_dict() == found
    assert same({name: found[name] for name in found if name not in PLAIN}) == same(EVERY_PART)


def test_conditions_have_the_options_of_the_list_of_conditions() -> None:
    made = [getattr(conditions, name)(**options) for name, options in OPTIONS.items()]
    listed = example("bot_conditions_of_the_older_document")
    assert {each.strategy: set(each.options) for each in made} == {
        name: set(described.get("options", {})) for name, described in listed.items()
    }


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (
            {"start": [conditions.rsi(time="5m", points=0.1, trigger_condition="less", time_period=7)]},
            "strategy_list[0].options.points",
        ),  # type: ignore[arg-type]
        ({"start": ["nonstop"]}, "start[0]"),
        ({"start": "nonstop"}, "start"),
        ({"start": None}, "start"),
        (
            {"safety_orders": dca_bots.SafetyOrders(volume=1, step=1, count=1, conditions=["rsi"])},
            "safety_strategy_list[0]",
        ),  # type: ignore[list-item]
        ({"safety_orders": 3}, "safety_orders"),
        ({"safety_orders": dca_bots.CustomSafetyOrders(steps=["-1"])}, "custom_safety_steps[0]"),  # type: ignore[list-item]
        ({"stop_loss": "5"}, "stop_loss"),
        ({"take_profit": None}, "take_profit"),
        ({"take_profit": "1.5"}, "take_profit"),
        ({"take_profit": dca_bots.TakeProfit(steps=[50])}, "take_profit_steps[0]"),  # type: ignore[list-item]
        ({"cooldown": -1}, "cooldown"),
        ({"cooldown": 10**60}, "cooldown"),
        ({"cooldown": "9" * 5000}, "cooldown"),
        ({"take_profit": dca_bots.TakeProfit(percent=1, steps=STEPS)}, "take_profit"),
        ({"take_profit": dca_bots.TakeProfit(percent=1.5)}, "take_profit"),  # type: ignore[arg-type]
        ({"safety_orders": dca_bots.CustomSafetyOrders(steps=[])}, "custom_safety_steps"),
        ({"take_profits": 1}, "take_profits"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_path(arguments: dict[str, Any], path: str) -> None:
    with pytest.raises(EncodeError) as info:
        dca_bots.single_pair(**{**PLAIN, "pair": "USDT_ETH", **arguments})
    assert info.value.path == path


@pytest.mark.parametrize(
    "pair", ["USDT_ETH\n", "USDT_ETH ", "usdt_eth", "USDT_eth", "\N{MONEY BAG}_ETH", "USDT_", ""]
)
def test_pair_in_another_form_than_documented_ones_have_is_refused(pair: str) -> None:
    with pytest.raises(EncodeError, match="QUOTE_BASE") as info:
        dca_bots.single_pair(**PLAIN, pair=pair)
    assert info.value.path == "pairs[0]"


@pytest.mark.parametrize(
    "pair", ["USDT_1INCH", "USDT_BTCUSDT", "BTC_BTCUSD_PERP", "1INCH_1INCH-USD-SWAP", "DOGE_USDT/USDT"]
)
def test_pair_of_a_contract_is_one(pair: str) -> None:
    assert dca_bots.single_pair(**PLAIN, pair=pair).pairs == [pair]


def test_several_pairs_are_a_list_of_two_at_least() -> None:
    for pairs in (["USDT_ETH"], "USDT_ETH", None, 5):
        with pytest.raises(EncodeError, match="at least two"):
            dca_bots.multi_pair(**PLAIN, pairs=pairs, max_active_deals=1)
