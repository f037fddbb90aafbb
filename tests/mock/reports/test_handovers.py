"""Coins that a deal hands over to a SmartTrade: they leave at their cost, and no sum changes."""

from decimal import Decimal

from threecommas_mock import Report

from tests.mock.asking import Asking
from tests.mock.replay.market import SPOT, asking, candle
from tests.mock.replay.trades import ACTIONS

PRICES = [(50_000,) * 4, (50_000,) * 4, (50_000, 50_250, 50_000, 50_250)]


def converted() -> tuple[Asking, list[Report]]:
    """Return the reports before a conversion, after it, and after the SmartTrade was closed."""
    client = asking()
    replay = client.exchange.replay([candle(minute, *each) for minute, each in enumerate(PRICES)], pair=SPOT)
    replay.step()
    ACTIONS["nonstop bot"](client, Decimal(50_000))
    replay.step()
    deal = client.get("/ver1/deals")[0]
    client.post(f"/ver1/bots/{deal['bot_id']}/disable")
    reports = [replay.report()]
    trade = client.post(f"/ver1/deals/{deal['id']}/convert_to_smart_trade", {})
    client.exchange.settle()
    reports.append(replay.report())
    replay.step()
    client.post(f"/v2/smart_trades/{trade['id']}/close_by_market")
    client.exchange.settle()
    return client, [*reports, replay.report()]


def test_smart_trade_realises_what_the_deal_had_paid() -> None:
    _, (before, after, closed) = converted()
    trade, deal = after.entries
    cost = deal.fills[0].total
    assert (deal.realised, deal.open, deal.taken.cost) == (0, 0, -cost)
    assert (trade.realised, trade.taken.coins, trade.taken.cost) == (0, deal.coins, cost)
    assert trade.open == before.total.open
    assert after.total.profit == before.total.profit
    trade, deal = closed.entries
    assert (trade.open, trade.realised) == (0, trade.fills[0].total - cost)
    assert (trade.won, deal.won) == (True, None)
    assert trade.opened_at == trade.taken.at == deal.closed_at


def test_sums_stay_when_coins_are_handed_over() -> None:
    client, reports = converted()
    for report in reports:
        assert report.other == 0
        assert report.worth_end == report.worth_start + report.held + report.total.profit
        assert sum(entry.taken.cost for entry in report.entries) == 0
    assert client.exchange.quote(SPOT).last == 50_250
    assert reports[-1].total.open == 0
