"""Requests about bots: documented bodies are taken, and what breaks a rule is refused by its field."""

from typing import Any

import pytest
import yaml
from threecommas_mock import Assumptions

from tests.mock.dca_bots.bot_client import BODY, PAPER, BotClient
from tests.mock.signed_client import DATA, example

REFUSALS = yaml.safe_load((DATA / "bot_refusals.yaml").read_text("utf-8"))
MANUAL = [{"strategy": "manual", "options": {}}]
MULTI = {"pairs": ["USDT_BTC", "USDT_ETH"], "strategy_list": MANUAL}


def without_what_differs(bot: dict[str, Any]) -> dict[str, Any]:
    """Leave out what two bots of one kind do not share, or what examples do not have."""
    own = {"id", "created_at", "updated_at", "url_secret"}
    # In every recording since 2025, and in no example.
    newer = {"safety_order_calculation_mode", "custom_safety_steps"}
    return {name: value for name, value in bot.items() if name not in own | newer}


def test_documented_body_makes_a_bot_that_is_disabled() -> None:
    client = BotClient()
    made = client.ask("POST", "/ver1/bots/create_bot", 201, json=example("create_bot"))
    # The answer of the page is one to another body: these of its members are said in the request.
    said = {
        "name": "name DCA Bot",
        "base_order_volume": "100.0",
        "take_profit": None,
        "take_profit_steps": [
            {"amount_percentage": 50, "profit_percentage": 10, "id": 0},
            {"amount_percentage": 50, "profit_percentage": 20, "id": 1},
        ],
        "close_deals_timeout": 60,
    }
    assert without_what_differs(made) == without_what_differs(example("bot_created")) | said
    assert client.bot(made["id"]) == made | {"active_deals": []}


def test_options_come_back_as_text() -> None:
    client = BotClient()
    body = example("create_bot_of_one_pair_with_qfl")
    made = client.ask("POST", "/ver1/bots/create_bot", 201, json=body)
    assert made["strategy_list"] == [{"strategy": "qfl", "options": {"type": "original", "percent": "3"}}]


def test_documented_update_gives_the_documented_answer() -> None:
    client = BotClient()
    number = client.create_bot(
        cooldown=300, leverage_type="cross", disable_after_deals_count=3, trailing_enabled=True
    )
    changed = client.ask("PATCH", f"/ver1/bots/{number}/update", 200, json=example("update_bot"))
    # What the update left out has gone to its default.
    assert without_what_differs(changed) == without_what_differs(example("bot_updated"))
    assert client.bot(number) == changed | {"active_deals": []}


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case["name"])
def test_broken_rule_is_refused_by_its_field(case: dict[str, Any]) -> None:
    client = BotClient()
    kept = {
        name: value for name, value in example("update_bot").items() if name not in case.get("without", ())
    }
    answer = client.ask("POST", "/ver1/bots/create_bot", case["status"], json=kept | case.get("change", {}))
    found = {name: ", ".join(words) for name, words in answer.get("error_attributes", {}).items()}
    assert found == case.get("attributes", {})
    assert client.ask("GET", "/ver1/bots", 200) == []


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case["name"])
def test_broken_rule_is_refused_by_an_update_and_changes_nothing(case: dict[str, Any]) -> None:
    client = BotClient()
    number = client.create_bot()
    before = client.bot(number)
    kept = {
        name: value for name, value in example("update_bot").items() if name not in case.get("without", ())
    }
    client.ask("PATCH", f"/ver1/bots/{number}/update", case["status"], json=kept | case.get("change", {}))
    assert client.bot(number) == before


def test_several_pairs_make_a_multi_bot_and_each_counts_once() -> None:
    client = BotClient()
    made = client.bot(client.create_bot(pairs=["USDT_BTC", "USDT_ETH", "USDT_BTC"], strategy_list=MANUAL))
    assert (made["type"], made["pairs"]) == ("Bot::MultiBot", ["USDT_BTC", "USDT_ETH"])


def test_unknown_number_is_not_found() -> None:
    client = BotClient()
    for method, path in (
        ("GET", "/ver1/bots/7/show"),
        ("GET", "/ver1/bots/7/deals_stats"),
        ("GET", "/ver1/bots/7/profit_by_day"),
        ("GET", "/ver1/bots/stats?bot_id=7"),
        ("POST", "/ver1/bots/7/enable"),
        ("POST", "/ver1/bots/7/disable"),
        ("POST", "/ver1/bots/7/delete"),
        ("POST", "/ver1/bots/7/cancel_all_deals"),
        ("POST", "/ver1/bots/7/panic_sell_all_deals"),
    ):
        assert client.ask(method, path, 404)["error"] == "not_found"


def test_bot_is_moved_by_an_update_or_stays_as_chosen() -> None:
    for chosen, account in (("moves", 1), ("ignored", PAPER)):
        client = BotClient(assumptions=Assumptions(update_account=chosen))  # type: ignore[arg-type]
        number = client.create_bot()
        body = BODY | {"account_id": 1}
        assert client.ask("PATCH", f"/ver1/bots/{number}/update", 200, json=body)["account_id"] == account


def test_deleted_bot_is_gone_and_an_enabled_one_stays() -> None:
    client = BotClient()
    number = client.enabled(strategy_list=MANUAL)
    assert client.bot(number)["deletable?"] is False
    assert client.act(number, "delete", 403) == {"error": "Forbidden"}
    client.act(number, "disable")
    assert client.bot(number)["deletable?"] is True
    assert client.act(number, "delete") is True
    client.ask("GET", f"/ver1/bots/{number}/show", 404)


def test_list_is_filtered_sorted_and_cut() -> None:
    client = BotClient()
    first = client.create_bot()
    client.exchange.advance(60)
    second = client.enabled(account_id=1, strategy="short", strategy_list=MANUAL)
    client.exchange.advance(60)
    third = client.create_bot(pairs=["BTC_ETH"], base_order_volume="1", safety_order_volume="1")
    client.exchange.advance(60)
    client.act(first, "disable")
    for query, expected in {
        "": [third, second, first],
        "?order_direction=ASC": [first, second, third],
        "?sort_direction=asc": [first, second, third],
        "?sort_by=updated_at": [first, third, second],
        "?account_id=1": [second],
        "?strategy=short": [second],
        "?scope=enabled": [second],
        "?scope=disabled": [third, first],
        "?quote=BTC": [third],
        "?from=2024-08-06T14:43:25.528Z": [third, second],
        "?limit=1&offset=1": [second],
        "?offset=3": [],
    }.items():
        found = client.ask("GET", f"/ver1/bots{query}", 200)
        assert [bot["id"] for bot in found] == expected, query
    answer = client.ask("GET", "/ver1/bots?scope=enable", 400)
    assert answer["error_attributes"] == {"scope": ["does not have a valid value"]}


def test_list_is_one_of_the_mode() -> None:
    client = BotClient()
    client.create_bot()
    client.exchange.web_mode = "real"
    assert client.ask("GET", "/ver1/bots", 200) == []
    assert len(client.ask("GET", "/ver1/bots", 200, headers={"Forced-Mode": "paper"})) == 1


def test_copy_needs_the_secret_and_is_as_large_as_it_was_asked_to_be() -> None:
    client = BotClient()
    number = client.create_bot()
    secret = client.bot(number)["url_secret"]
    body = {"name": "Copy", "secret": secret, "amount": "480"}
    copied = client.act(number, "copy_and_create", 201, body)
    assert copied["bot_required_amount"] == 480
    made = client.bot(copied["bot_id"])
    # The original needs 100 and 20 + 40 + 80: 240 in all.
    assert (made["base_order_volume"], made["safety_order_volume"]) == ("200.0", "40.0")
    assert (made["name"], made["is_enabled"], made["account_id"]) == ("Copy", False, PAPER)
    assert made["url_secret"] != secret
    client.act(number, "copy_and_create", 404, body | {"secret": "guessed"})


def test_copy_keeps_its_volumes_if_so_chosen() -> None:
    client = BotClient(assumptions=Assumptions(copy_amount="kept"))
    number = client.create_bot()
    body = {"name": "Copy", "secret": client.bot(number)["url_secret"], "amount": "480"}
    copied = client.act(number, "copy_and_create", 201, body)
    assert copied["bot_required_amount"] == 240
    assert client.bot(copied["bot_id"])["base_order_volume"] == "100.0"


def test_black_list_grows_or_is_replaced_as_chosen() -> None:
    for chosen, expected in (("adds", ["BTC_ETH", "USDT_ETH"]), ("replaces", ["USDT_ETH"])):
        client = BotClient(assumptions=Assumptions(black_list=chosen))  # type: ignore[arg-type]
        assert client.ask("GET", "/ver1/bots/pairs_black_list", 200) == {"pairs": []}
        client.ask("POST", "/ver1/bots/update_pairs_black_list", 201, json={"pairs": "BTC_ETH"})
        body = {"pairs": ["USDT_ETH", "USDT_ETH"]}
        assert client.ask("POST", "/ver1/bots/update_pairs_black_list", 201, json=body) == {"pairs": expected}


def test_conditions_are_those_of_the_document() -> None:
    client = BotClient()
    assert client.ask("GET", "/ver1/bots/strategy_list", 200) == example(
        "bot_conditions_of_the_older_document"
    )


def test_account_of_no_listed_kind_has_signals_alone() -> None:
    client = BotClient()
    found = client.ask("GET", "/ver1/bots/strategy_list?account_id=32435557", 200)
    assert list(found) == ["manual", "tv_custom_signal"]
    assert "rsi" in client.ask("GET", "/ver1/bots/strategy_list?account_id=1", 200)


def test_events_are_shown_if_asked_for() -> None:
    client = BotClient()
    number = client.enabled(strategy_list=MANUAL)
    client.act(number, "disable")
    assert "bot_events" not in client.bot(number)
    messages = [event["message"] for event in client.bot(number, "?include_events=true")["bot_events"]]
    assert messages == ["Bot created", "Bot enabled", "Bot disabled"]


def test_update_leaves_the_direction_as_it_is() -> None:
    client = BotClient()
    number = client.create_bot(strategy="short")
    for body in (BODY, BODY | {"strategy": "long"}, BODY | {"strategy": "up"}):
        assert client.ask("PATCH", f"/ver1/bots/{number}/update", 200, json=body)["strategy"] == "short"
