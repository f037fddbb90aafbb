"""An update of a DCA bot has the whole bot, as the answer shows it, with the changes and nothing else."""

from typing import Any

import pytest
from threecommas import DecodeError, EncodeError, dca_bots
from threecommas.models import Bot, UpdateBot

from tests.client.dca_bots.documents import example
from tests.client.deviating import deviating

ANSWERED = ("bot", "bot_created", "bot_updated", "bot_enabled", "bot_deals_panic_sold")
# What an answer has besides settings, and what says nothing.
FACTS = {
    *("id", "account_id", "account_name", "is_enabled", "type", "url_secret", "deletable?", "strategy"),
    *("created_at", "updated_at", "active_deals", "active_deals_count", "finished_deals_count"),
    *("finished_deals_profit_usd", "active_deals_usd_profit", "easy_form_supported"),
}
EMPTY = {"btc_price_limit": "0.0", "safety_order_calculation_mode": "base", "safety_strategy_list": []}


def answered(name: str = "bot", **changes: Any) -> Bot:
    return Bot.from_dict(example(name) | changes)


@pytest.mark.parametrize("name", ANSWERED)
def test_update_has_every_setting_that_the_answer_shows(name: str) -> None:
    bot = answered(name)
    update = dca_bots.update_of(bot, sl_to_breakeven_enabled=False).to_dict()
    shown = {field: value for field, value in bot.to_dict().items() if field not in FACTS}
    shown = {field: value for field, value in shown.items() if field not in EMPTY or EMPTY[field] != value}
    assert update.pop("sl_to_breakeven_enabled") is False
    assert update.pop("take_profit") == shown.pop("take_profit")
    assert int(shown.pop("cooldown")) == update.pop("cooldown")
    for step in shown["take_profit_steps"]:
        del step["id"]
    assert update == {field: value for field, value in shown.items() if value is not None}


def test_changes_take_the_place_of_what_was_there() -> None:
    update = dca_bots.update_of(answered(), take_profit="2.5", max_safety_orders=5, name="n")
    plain = dca_bots.update_of(answered()).to_dict()
    assert update.to_dict() == plain | {"take_profit": "2.5", "max_safety_orders": 5, "name": "n"}


def test_documented_update_is_made_of_an_answered_bot() -> None:
    documented = UpdateBot.from_dict(example("update_bot"))
    changes = {name: value for name, value in documented.to_dict().items() if value is not None}
    bot = answered("bot_updated")
    made = dca_bots.update_of(bot, take_profit=None, sl_to_breakeven_enabled=False, **changes)
    assert {name: made.to_dict()[name] for name in changes} == changes


@pytest.mark.parametrize(
    "setting",
    [
        {"min_price": "1800.0"},
        {"max_price": "2800.0"},
        {"btc_price_limit": "9000.0"},
        {"leverage_type": "cross", "leverage_custom_value": "3.0"},
        {"safety_order_calculation_mode": "last_order"},
        {"safety_strategy_list": [{"strategy": "rsi", "options": {"time": "3m", "points": "70"}}]},
        {"custom_safety_steps": [{"deviation": "-1.5", "size": "15.0"}]},
        {"min_price_percentage": "-10"},
        {"disable_after_deals_count": 7},
        {"reinvesting_percentage": "100.0"},
        {"trailing_enabled": True, "trailing_deviation": "0.5"},
        {"pairs": ["USDC_kPEPE"]},
        {"start_order_type": "iceberg", "leverage_type": "portfolio", "take_profit_type": "last_order"},
        {"strategy_list": [{"strategy": "new_one", "options": {"depth": "3", "deep": True}}]},
    ],
    ids=min,
)
def test_setting_is_not_lost(setting: dict[str, Any]) -> None:
    update = dca_bots.update_of(answered(**setting)).to_dict()
    assert {name: update.get(name) for name in setting} == setting


def test_null_goes_unsent_but_for_the_take_profit() -> None:
    update = dca_bots.update_of(answered(trailing_enabled=None, min_profit_type=None)).to_dict()
    assert None not in update.values()
    steps = dca_bots.update_of(answered("bot_updated"), sl_to_breakeven_enabled=True).to_dict()
    assert [name for name, value in steps.items() if value is None] == ["take_profit"]


@pytest.mark.parametrize(
    ("bot", "changes", "path"),
    [
        ({}, {"take_profits": 1}, "take_profits"),
        ({}, {"strategy": "short"}, "strategy"),
        ({}, {"take_profit": "0"}, "take_profit"),
        ({}, {"take_profit": 2.1}, "take_profit"),
        ({}, {"take_profit": 0.1 + 0.2}, "take_profit"),
        ({}, {"max_safety_orders": 5.0}, "max_safety_orders"),
        ({}, {"custom_safety_steps": [{"deviation": "-1", "size": 1.5}]}, "custom_safety_steps[0].size"),
        ({}, {"start_order_type": "Limit"}, "start_order_type"),
        ({}, {"leverage_type": "none"}, "leverage_type"),
        ({}, {"pairs": ["usdt_eth"]}, "pairs[0]"),
        ({"start_order_type": "iceberg"}, {"take_profit_type": "Base"}, "take_profit_type"),
        ({"a_new_setting": 3}, {}, "a_new_setting"),
        ({"cooldown": "1.5"}, {}, "cooldown"),
        ({"custom_safety_steps": [{"deviation": "-1"}]}, {}, "custom_safety_steps[0].size"),
    ],
)
def test_what_would_be_lost_or_refused_is_named(bot: Any, changes: Any, path: str) -> None:
    with pytest.raises(EncodeError) as info:
        dca_bots.update_of(answered(**bot), **changes)
    assert info.value.path == path


def test_break_even_that_no_answer_shows_has_to_be_said() -> None:
    with pytest.raises(EncodeError, match="say True or False") as info:
        dca_bots.update_of(answered("bot_updated"))
    assert info.value.path == "sl_to_breakeven_enabled"
    assert dca_bots.update_of(answered("bot_updated", stop_loss_percentage="0.0"))


def test_setting_that_no_document_knows_may_be_let_go() -> None:
    assert dca_bots.update_of(answered(a_new_setting=3), may_lose=["a_new_setting"])


def test_settings_to_let_go_are_a_list_of_whole_names() -> None:
    with pytest.raises(EncodeError, match="must be a list") as info:
        dca_bots.update_of(answered(a_new=3), may_lose="a_new_setting")
    assert info.value.path == "may_lose"


def test_secret_of_the_bot_stays_behind() -> None:
    update = dca_bots.update_of(answered(url_secret="do-not-show"))
    assert "do-not-show" not in repr(update) + str(update.to_dict())


def outcome(bot: Bot, **changes: Any) -> Any:
    """Return the update as it is sent, or the error."""
    try:
        return dca_bots.update_of(bot, **changes).to_dict()
    except (EncodeError, DecodeError) as error:
        return error


@pytest.mark.parametrize("name", ["bot", "bot_updated"])
def test_answer_that_is_not_as_documented_is_sent_back_or_named(name: str) -> None:
    said = {} if name == "bot" else {"sl_to_breakeven_enabled": False}
    plain = outcome(answered(name), **said)
    for place, answer in deviating("get_dca_bot", example(name)):
        found = outcome(Bot.from_dict(answer), **said)
        if isinstance(found, Exception):
            assert found.path.split(".")[-1] in place.path, (place.path, found)
        else:
            # A fact about the bot, which no update sends.
            assert plain == found, place.path


def test_setting_that_is_changed_need_not_be_readable() -> None:
    bot = answered(take_profit_steps=5, stop_loss_percentage={}, cooldown=[])
    with pytest.raises(DecodeError) as info:
        dca_bots.update_of(bot, stop_loss_percentage="0", cooldown="0")
    assert info.value.path == "take_profit_steps"
    assert dca_bots.update_of(bot, stop_loss_percentage="0", cooldown="0", take_profit_steps=[])
