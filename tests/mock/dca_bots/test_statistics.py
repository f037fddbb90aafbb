"""The figures of bots: what their deals come to, by account and by mode."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.mock.dca_bots.bot_client import BotClient, finish, statuses


def test_statistics_add_up_the_deals() -> None:
    client = BotClient()
    number = client.enabled()
    finish(client)
    client.exchange.advance(timedelta(days=1).total_seconds())
    finish(client)
    statuses(client)
    active, second, first = client.deals()
    profits = [Decimal(deal["final_profit"]) for deal in (first, second)]
    dollars = [Decimal(deal["usd_final_profit"]) for deal in (first, second)]
    stats = client.ask("GET", f"/ver1/bots/stats?bot_id={number}", 200)
    assert Decimal(stats["overall_stats"]["USDT"]) == sum(profits)
    assert Decimal(stats["today_stats"]["USDT"]) == profits[1]
    assert stats["profits_in_usd"]["overall_usd_profit"] == pytest.approx(float(sum(dollars)))
    day = client.ask("GET", "/ver1/bots/stats_by_date?date=2024-08-06T04:00:00.000Z", 200)
    assert Decimal(day["usd_profit"]) == dollars[0]
    days = client.ask("GET", f"/ver1/bots/{number}/profit_by_day", 200)["data"]
    assert [each["s_date"] for each in days] == ["2024-08-06", "2024-08-07"]
    assert [Decimal(each["profit"]["usd"]) for each in days] == dollars
    assert days[0]["unix_timestamp"] == 1722902400
    last = client.ask("GET", f"/ver1/bots/{number}/profit_by_day?days=1", 200)["data"]
    assert last == days[1:]
    deals = client.ask("GET", f"/ver1/bots/{number}/deals_stats", 200)
    assert (deals["active"], deals["completed"], deals["panic_sold"]) == (1, 2, 0)
    assert Decimal(deals["completed_deals_usd_profit"]) == sum(dollars)
    assert Decimal(deals["funds_locked_in_active_deals"]) == Decimal(active["bought_volume"])


def test_statistics_are_those_of_an_account_or_of_the_mode() -> None:
    client = BotClient()
    client.enabled()
    finish(client)
    everything = client.ask("GET", "/ver1/bots/stats", 200)
    assert everything["overall_stats"]
    assert client.ask("GET", "/ver1/bots/stats?account_id=1", 200)["overall_stats"] == {}
    real = client.ask("GET", "/ver1/bots/stats", 200, headers={"Forced-Mode": "real"})
    assert real["overall_stats"] == {}
