"""Realised profit: what was sold less what it had cost, and no later buy changes it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from threecommas_mock import MockExchange, Report, defaults
from threecommas_mock.reports.entries import Entry

from tests.mock.asking import Asking
from tests.mock.replay.market import CONTRACT, PAPER, SPOT, asking, candle
from tests.mock.replay.scenes import Scene, scenes
from tests.mock.replay.trades import ACTIONS
from tests.mock.signed_client import DOCUMENT

SIGN = {"buy": 1, "sell": -1}
CUT = Fraction(1, 10**8)
"""What a settling fill may cut off the cost."""


def settled(entry: Entry) -> tuple[Fraction, list[int]]:
    """Work out the realised profit a second time, and which fills settle something."""
    coins = cost = realised = Fraction(0)
    settling = []
    for number, fill in enumerate(entry.fills):
        amount, total = SIGN[fill.side] * Fraction(fill.amount), SIGN[fill.side] * Fraction(fill.total)
        if coins * amount < 0:
            settling.append(number)
            share = min(Fraction(1), -coins / amount)
            average = cost / coins
            gone = share * amount
            realised += -share * total + gone * average
            coins, cost = coins + gone, cost + gone * average
            amount, total = amount - gone, total - share * total
        coins, cost = coins + amount, cost + total
    return realised, settling


def grid_reports(*prices: tuple[int, int, int, int]) -> list[Report]:
    """Return the report after each candle of a grid that has to buy its coins first."""
    accounts = [
        replace(each, funds={"USDT": Decimal(10_000)}) for each in defaults.accounts() if each.id == PAPER
    ]
    client = Asking(MockExchange(document=DOCUMENT, accounts=accounts))
    replay = client.exchange.replay([candle(minute, *each) for minute, each in enumerate(prices)], pair=SPOT)
    ACTIONS["grid bot"](client, Decimal(50_000))
    return [replay.report() for _ in replay]


FALLING = [(50_000,) * 4, (50_000, 50_600, 50_000, 50_600), (50_600, 50_600, 49_000, 49_000), (49_000,) * 4]


@settings(max_examples=60, deadline=None)
@given(scene=scenes())
def test_realised_profit_is_what_was_sold_less_what_it_had_cost_until_then(scene: Scene) -> None:
    for entry in scene.lived()[1].report().entries:
        realised, settling = settled(entry)
        if entry.pair != CONTRACT:
            assert abs(Fraction(entry.realised) - realised) <= len(settling) * CUT
            assert settling or entry.realised == 0


@settings(max_examples=60, deadline=None)
@given(scene=scenes())
def test_fills_stand_in_order_of_time_from_opening_to_closing(scene: Scene) -> None:
    report = scene.lived()[1].report()
    for entry in report.entries:
        moments = [fill.at for fill in entry.fills]
        assert moments == sorted(moments)
        if entry.opened_at is not None:
            assert entry.opened_at == moments[0]
            assert entry.closed_at is None or entry.opened_at <= entry.closed_at == moments[-1]
    assert 0 <= report.exposure <= 100


def test_realised_profit_of_a_grid_stays_while_it_only_buys() -> None:
    reports = [report.entries[0] for report in grid_reports(*FALLING)]
    bought_only = [
        (before.realised, after.realised)
        for before, after in pairwise(reports)
        if "sell" not in [fill.side for fill in after.fills[len(before.fills) :]]
    ]
    assert reports[-1].fills[-1].side == "buy"
    assert len(reports[-1].fills) > len(reports[1].fills)
    assert bought_only
    assert all(before == after for before, after in bought_only)
    first, sales = reports[1].fills[0], reports[1].fills[1:]
    expected = sum(sale.total - first.total * sale.amount / first.amount for sale in sales)
    assert abs(reports[-1].realised - expected) <= Decimal("1e-7")


def test_grid_opens_with_the_buy_that_funds_its_sales() -> None:
    for report in grid_reports(*FALLING)[1:]:
        (entry,) = report.entries
        assert entry.opened_at == entry.fills[0].at == report.start
        assert entry.fills[0].side == "buy"
        assert report.exposure == 100


def test_added_funds_stand_where_they_were_filled() -> None:
    client = asking()
    candles = [candle(0, *(50_000,) * 4), candle(1, 50_000, 50_000, 49_000, 49_000)]
    replay = client.exchange.replay(candles, pair=SPOT)
    replay.step()
    position = {"type": "buy", "order_type": "market", "units": {"value": "0.01"}}
    off = {"enabled": False}
    trade = client.post(
        "/v2/smart_trades",
        {"account_id": PAPER, "pair": SPOT, "position": position, "take_profit": off, "stop_loss": off},
    )
    more = {"units": {"value": "0.01"}, "price": {"value": "49500"}}
    client.exchange.settle()
    for kind in ("limit", "market"):
        client.post(f"/v2/smart_trades/{trade['id']}/add_funds", {"order_type": kind, **more})
    (entry,) = replay.run().entries
    assert [fill.price for fill in entry.fills] == [50_000, 50_000, 49_500]
    assert entry.opened_at == candles[1].start
    assert entry.realised == 0
