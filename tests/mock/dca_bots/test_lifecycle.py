"""Bots that live with prices: when they open deals, when they do not, and what their deals come to."""

from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import Assumptions
from threecommas_mock.venue.market import UnknownPairError

from tests.mock.dca_bots.bot_client import BODY, BotClient, finish, statuses

MANUAL = [{"strategy": "manual", "options": {}}]
SIGNAL = [{"strategy": "tv_custom_signal", "options": {}}]
TWO = {"pairs": ["USDT_BTC", "USDT_ETH"], "max_active_deals": 2, "strategy_list": SIGNAL}


def test_bot_of_nonstop_opens_its_first_deal_at_once_and_the_next_when_that_has_ended() -> None:
    client = BotClient()
    number = client.create_bot()
    assert client.deals() == []
    enabled = client.act(number, "enable")
    assert (enabled["is_enabled"], enabled["active_deals_count"]) == (True, 1)
    assert [deal["bot_id"] for deal in enabled["active_deals"]] == [number]
    finish(client)
    assert statuses(client) == [("USDT_ETH", "completed"), ("USDT_ETH", "bought")]
    bot = client.bot(number)
    assert (bot["active_deals_count"], bot["finished_deals_count"]) == (1, "1")
    first = client.deals()[1]
    assert Decimal(bot["finished_deals_profit_usd"]) == Decimal(first["usd_final_profit"]) > 0


def test_deal_has_the_settings_of_its_bot() -> None:
    client = BotClient()
    client.enabled(stop_loss_percentage="9", note="x")
    statuses(client)
    (deal,) = client.deals()
    for name in ("base_order_volume", "safety_order_volume", "max_safety_orders", "stop_loss_percentage"):
        assert Decimal(deal[name]) == Decimal(str((BODY | {"stop_loss_percentage": "9"})[name]))
    assert deal["bot_name"] == "Bot"


def test_disabled_bot_opens_nothing_and_its_deal_runs_on() -> None:
    client = BotClient()
    number = client.enabled()
    client.act(number, "disable")
    finish(client)
    assert statuses(client) == [("USDT_ETH", "completed")]


def test_update_counts_for_later_deals_alone() -> None:
    client = BotClient()
    number = client.enabled()
    client.ask("PATCH", f"/ver1/bots/{number}/update", 200, json=BODY | {"base_order_volume": "200"})
    finish(client)
    assert [deal["base_order_volume"] for deal in client.deals()] == ["200.0", "100.0"]


def test_bot_by_hand_opens_deals_upon_request_alone() -> None:
    client = BotClient()
    number = client.enabled(strategy_list=MANUAL)
    client.exchange.signal("USDT_ETH")
    assert client.deals() == []
    deal = client.act(number, "start_new_deal", 201, {})
    assert (deal["pair"], deal["status"]) == ("USDT_ETH", "created")


def test_start_of_a_deal_enables_the_bot_unless_that_is_forbidden() -> None:
    client = BotClient()
    number = client.create_bot(strategy_list=MANUAL)
    refused = client.act(number, "start_new_deal", 422, {"only_for_enabled": True})
    assert refused["error_description"] == "The deal was not started: the bot is disabled"
    client.act(number, "start_new_deal", 201, {"pair": "USDT_ETH"})
    assert client.bot(number)["is_enabled"] is True


@pytest.mark.parametrize(("chosen", "status"), [({}, 500), ({"open_deal_for_pair": 422}, 422)])
def test_pair_with_a_deal_is_refused_as_chosen(chosen: dict[str, Any], status: int) -> None:
    client = BotClient(assumptions=Assumptions(**chosen))
    number = client.enabled()
    refused = client.act(number, "start_new_deal", status, {"skip_open_deals_checks": True})
    assert refused["error_description"] == "Unknown error occurred#Exceptions::OpenDealPresentForThisPair"


def test_start_of_a_deal_names_what_is_wrong() -> None:
    client = BotClient()
    number = client.enabled(**TWO)
    words = client.act(number, "start_new_deal", 400, {})["error_attributes"]
    assert words == {"pair": ["is missing"]}
    words = client.act(number, "start_new_deal", 400, {"pair": "BTC_ETH"})["error_attributes"]
    assert words == {"pair": ["No market data for this pair: BTC_ETH"]}
    refused = client.act(number, "start_new_deal", 422, {"pair": "USDT_BTC"})
    assert refused["error_description"].endswith("its conditions do not hold")
    body = {"pair": "USDT_BTC", "skip_signal_checks": True}
    client.act(number, "start_new_deal", 201, body)
    client.act(number, "start_new_deal", 500, body)
    client.act(number, "start_new_deal", 201, body | {"skip_open_deals_checks": True})
    refused = client.act(number, "start_new_deal", 422, body | {"skip_open_deals_checks": True})
    assert refused["error_description"].endswith("max_active_deals is reached")


def test_signal_opens_a_deal_on_its_pair() -> None:
    client = BotClient()
    number = client.enabled(**TWO)
    (opened,) = client.exchange.signal("USDT_BTC", "tv_custom_signal")
    assert [deal["id"] for deal in client.deals()] == [opened]
    assert client.exchange.signal("USDT_BTC") == []
    assert len(client.exchange.signal("USDT_ETH", bot_id=number)) == 1
    assert client.exchange.signal("USDT_DOGE") == []
    assert client.exchange.signal("USDT_ETH", "rsi") == []
    with pytest.raises(ValueError, match="bot_id"):
        client.exchange.signal("USDT_ETH", bot_id=7)
    with pytest.raises(UnknownPairError):
        client.exchange.signal("USDT_NOTHING")


def test_all_conditions_have_to_hold_together() -> None:
    client = BotClient()
    both = [*SIGNAL, {"strategy": "qfl", "options": {"type": "original", "percent": "3"}}]
    client.enabled(strategy_list=both)
    assert client.exchange.signal("USDT_ETH", "qfl") == []
    assert len(client.exchange.signal("USDT_ETH", "qfl", "tv_custom_signal")) == 1


def test_bot_has_no_more_deals_than_it_may() -> None:
    client = BotClient()
    client.enabled(**TWO | {"max_active_deals": 1})
    assert len(client.exchange.signal("USDT_BTC")) == 1
    assert client.exchange.signal("USDT_ETH") == []


def test_pair_may_have_several_deals_of_a_multi_bot() -> None:
    client = BotClient()
    client.enabled(**TWO, allowed_deals_on_same_pair=2)
    assert len(client.exchange.signal("USDT_BTC")) == 1
    assert len(client.exchange.signal("USDT_BTC")) == 1
    assert client.exchange.signal("USDT_ETH") == []


@pytest.mark.parametrize(("chosen", "waits"), [("pair", 0), ("bot", 1)])
def test_cooldown_runs_from_the_end_of_a_deal(chosen: Any, waits: int) -> None:
    client = BotClient(assumptions=Assumptions(cooldown=chosen))
    client.enabled(**TWO, cooldown=300)
    client.exchange.signal("USDT_BTC")
    finish(client, "USDT_BTC")
    assert client.exchange.signal("USDT_BTC") == []
    assert len(client.exchange.signal("USDT_ETH")) == 1 - waits
    client.exchange.advance(299)
    assert client.exchange.signal("USDT_BTC") == []
    client.exchange.advance(1)
    assert len(client.exchange.signal("USDT_BTC")) == 1


def test_nonstop_goes_on_once_its_cooldown_is_over() -> None:
    client = BotClient()
    client.enabled(cooldown=60)
    finish(client)
    assert statuses(client) == [("USDT_ETH", "completed")]
    client.exchange.advance(60)
    assert statuses(client) == [("USDT_ETH", "completed"), ("USDT_ETH", "bought")]


def test_bot_is_disabled_after_so_many_deals() -> None:
    client = BotClient()
    number = client.enabled(disable_after_deals_count=2)
    assert client.bot(number)["deals_counter"] == 1
    finish(client)
    bot = client.bot(number)
    assert (bot["is_enabled"], bot["deals_counter"], bot["active_deals_count"]) == (False, 2, 1)
    finish(client)
    assert len(client.deals()) == 2
    assert client.act(number, "enable")["deals_counter"] == 1


def test_deals_count_when_they_have_ended_if_so_chosen() -> None:
    client = BotClient(assumptions=Assumptions(deals_counter="finished"))
    number = client.enabled(disable_after_deals_count=1)
    assert client.bot(number)["deals_counter"] == 0
    finish(client)
    bot = client.bot(number)
    assert (bot["is_enabled"], bot["deals_counter"], bot["active_deals_count"]) == (False, 1, 0)


@pytest.mark.parametrize(("kind", "goes_on"), [("stop_loss", True), ("stop_loss_and_disable_bot", False)])
def test_stop_loss_disables_the_bot_if_it_is_to(kind: str, goes_on: bool) -> None:
    client = BotClient()
    number = client.enabled(stop_loss_percentage="10", stop_loss_type=kind)
    finish(client, gain=False)
    assert client.bot(number)["is_enabled"] is goes_on
    assert [status for _, status in statuses(client)] == ["stop_loss_finished", "bought"][: 1 + goes_on]
    assert client.act(number, "enable")["is_enabled"] is True


@pytest.mark.parametrize(
    ("action", "pending", "end"),
    [
        ("cancel_all_deals", "cancel_pending", "cancelled"),
        ("panic_sell_all_deals", "panic_sell_pending", "panic_sold"),
    ],
)
def test_all_deals_are_ended_and_the_bot_is_disabled(action: str, pending: str, end: str) -> None:
    client = BotClient()
    number = client.enabled(**TWO)
    for pair in ("USDT_BTC", "USDT_ETH"):
        client.exchange.signal(pair)
    client.exchange.settle()
    bot = client.act(number, action)
    assert (bot["is_enabled"], [deal["status"] for deal in bot["active_deals"]]) == (False, [pending] * 2)
    assert [status for _, status in statuses(client)] == [end] * 2
    assert client.bot(number)["deletable?"] is True


def test_bot_with_a_deal_cannot_be_deleted() -> None:
    client = BotClient()
    number = client.enabled()
    client.act(number, "disable")
    assert client.bot(number)["deletable?"] is False
    assert client.act(number, "delete", 403) == {"error": "Forbidden"}
    client.act(number, "cancel_all_deals")
    client.exchange.settle()
    assert client.act(number, "delete") is True
    assert len(client.deals()) == 1


def test_loss_makes_the_orders_of_the_next_deal_smaller() -> None:
    # Recorded: each order of a deal is reduced by the loss so far over their number.
    client = BotClient()
    client.enabled(stop_loss_percentage="10", risk_reduction_percentage="100")
    finish(client, gain=False)
    statuses(client)
    second, first = client.deals()
    loss = -Decimal(first["final_profit"])
    assert loss > 20
    expected = Decimal(100) - loss / 4
    assert Decimal(second["bought_volume"]) == pytest.approx(expected, rel=Decimal("0.005"))


def test_profit_makes_the_orders_of_the_next_deal_larger() -> None:
    client = BotClient()
    client.enabled(reinvesting_percentage="50", max_safety_orders=0, base_order_volume="1000")
    finish(client)
    statuses(client)
    second, first = client.deals()
    expected = Decimal(1000) + Decimal(first["final_profit"]) / 2
    assert Decimal(second["bought_volume"]) == pytest.approx(expected, rel=Decimal("0.002"))


def test_indicator_starts_a_deal_when_its_candle_closes() -> None:
    options = {"time": "5m", "time_period": 2, "points": 30, "trigger_condition": "less"}
    client = BotClient()
    client.enabled(strategy_list=[{"strategy": "rsi", "options": options}])
    for price in ("3200", "3100", "3000"):
        client.exchange.set_price("USDT_ETH", price)
        assert client.deals() == []
        client.exchange.advance(300)
    assert len(client.deals()) == 1


def test_open_candle_counts_if_so_chosen() -> None:
    options = {"time": "5m", "time_period": 2, "points": 30, "trigger_condition": "less"}
    client = BotClient(assumptions=Assumptions(indicator_candles="all"))
    client.enabled(strategy_list=[{"strategy": "rsi", "options": options}])
    client.exchange.advance(300)
    client.exchange.set_price("USDT_ETH", "3200")
    client.exchange.advance(300)
    client.exchange.set_price("USDT_ETH", "3100")
    assert len(client.deals()) == 1


def test_signal_closes_a_deal_by_its_close_condition() -> None:
    close = [{"strategy": "tv_custom_signal", "options": {}}]
    client = BotClient()
    number = client.enabled(close_strategy_list=close, take_profit="0", strategy_list=MANUAL)
    client.act(number, "start_new_deal", 201, {})
    client.exchange.settle()
    client.exchange.signal("USDT_ETH", "tv_custom_signal")
    assert statuses(client) == [("USDT_ETH", "completed")]


def test_indicator_averages_a_deal_once_a_candle() -> None:
    options = {"time": "5m", "time_period": 2, "points": 30, "trigger_condition": "less"}
    rsi = [{"strategy": "rsi", "options": options}]
    client = BotClient()
    number = client.enabled(safety_strategy_list=rsi, take_profit="50")
    client.exchange.settle()
    for price in ("3200", "3100", "3000"):
        client.exchange.set_price("USDT_ETH", price)
        client.exchange.advance(300)
    for _ in range(3):
        client.exchange.settle()
        client.exchange.set_price("USDT_ETH", "3000")
    assert client.bot(number)["active_deals"][0]["completed_safety_orders_count"] == 1
    client.exchange.advance(300)
    client.exchange.settle()
    assert client.bot(number)["active_deals"][0]["completed_safety_orders_count"] == 2


def test_bot_waits_a_minute_after_a_deal_that_failed() -> None:
    # The exchange refuses every order of this account.
    client = BotClient(web_mode="real")
    client.enabled(account_id=32435557)
    for _ in range(5):
        client.exchange.settle()
        client.exchange.set_price("USDT_ETH", "3300")
    assert [deal["status"] for deal in client.deals()] == ["failed"]
    client.exchange.advance(60)
    assert len(client.deals()) == 2
