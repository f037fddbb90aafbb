"""The report of a replay: it adds up to the balances of the accounts, to the last digit."""

from decimal import Decimal, localcontext
from itertools import pairwise

from hypothesis import given, settings
from threecommas_mock import Report
from threecommas_mock.reports.curve import MOST_POINTS, WorthCurve
from threecommas_mock.reports.entries import Entry

from tests.mock.replay.market import CONTRACT, FUNDS, MINUTE, PAPER, SPOT, START, asking, candle, candles_of
from tests.mock.replay.scenes import Scene, scenes
from tests.mock.replay.trades import ACTIONS


def cash(entry: Entry) -> tuple[Decimal, Decimal]:
    """Add up the fills of an entry a second time: quote currency that came in, and coins."""
    sign = {"buy": 1, "sell": -1}
    money = sum((-sign[fill.side] * fill.total for fill in entry.fills), Decimal(0))
    return money, sum((sign[fill.side] * fill.amount for fill in entry.fills), Decimal(0))


@settings(max_examples=60, deadline=None)
@given(scene=scenes())
def test_everything_adds_up_to_the_balances(scene: Scene) -> None:
    client, replay = scene.lived()
    report = replay.report()
    last = client.exchange.quote(scene.pair).last
    with localcontext(prec=1000):
        for account in report.accounts:
            entries = [entry for entry in report.entries if entry.account_id == account.id]
            expected = dict(FUNDS[account.id])
            for entry in entries:
                money, coins = cash(entry)
                quote, _, base = entry.pair.partition("_")
                on_futures = entry.pair == CONTRACT
                assert entry.coins == coins
                assert entry.profit == entry.realised + entry.open == money + coins * last
                assert entry.money == (entry.realised if on_futures else money)
                expected[quote] = expected.get(quote, Decimal(0)) + entry.money
                if not on_futures:
                    expected[base] = expected.get(base, Decimal(0)) + coins
            balances = client.exchange.balances(account.id)
            assert account.end == {name: each.total for name, each in balances.items()}
            assert {name: each for name, each in expected.items() if each} == {
                name: each for name, each in account.end.items() if each
            }
        assert report.other == 0
        assert report.worth_end == report.worth_start + report.held + report.total.profit
        assert report.total.profit == sum(entry.profit for entry in report.entries)


@settings(max_examples=40, deadline=None)
@given(scene=scenes())
def test_curve_ends_with_the_worth_and_no_point_lies_deeper_than_the_drawdown(scene: Scene) -> None:
    report = scene.lived()[1].report()
    assert report.curve[-1].worth == report.worth_end
    assert [point.at for point in report.curve] == [
        START + minute * MINUTE for minute in range(report.candles + 1)
    ]
    peak = report.curve[0].worth
    for point in report.curve:
        peak = max(peak, point.worth)
        assert peak - point.worth <= report.drawdown.amount


def traded(side: str, *prices: tuple[int, int, int, int]) -> Report:
    """Return the report of 0.01 BTC bought or sold at 50000, and kept."""
    client = asking()
    candles = [candle(minute, *each) for minute, each in enumerate([(50_000,) * 4, *prices])]
    replay = client.exchange.replay(candles, pair=SPOT)
    replay.step()
    position = {"type": side, "order_type": "market", "units": {"value": "0.01"}}
    off = {"enabled": False}
    client.post(
        "/v2/smart_trades",
        {"account_id": PAPER, "pair": SPOT, "position": position, "take_profit": off, "stop_loss": off},
    )
    return replay.run()


def test_profit_of_a_position_is_open_until_it_is_closed() -> None:
    report = traded("buy", (50_000, 51_000, 50_000, 51_000))
    (entry,) = report.entries
    assert (entry.fees, entry.realised, entry.open) == (Decimal("0.5"), Decimal(0), Decimal("9.5"))
    assert (report.held, report.total.win_rate) == (Decimal("60"), None)
    assert report.exposure == 50


def test_position_that_was_sold_first_gains_when_the_price_falls() -> None:
    (entry,) = traded("sell", (50_000, 50_000, 49_000, 49_000)).entries
    assert (entry.coins, entry.realised, entry.open) == (Decimal("-0.01"), Decimal(0), Decimal("9.5"))


def test_drawdown_is_the_deepest_fall_within_candles() -> None:
    report = traded("buy", (50_000, 52_000, 49_000, 51_000), (51_000, 51_000, 50_000, 50_000))
    # 0.06 BTC on two accounts and the hundredth that was bought.
    assert report.drawdown.amount == Decimal("0.07") * 2000
    assert report.drawdown.since == START + 1.5 * MINUTE
    assert report.drawdown.until == START + 2.5 * MINUTE
    assert report.drawdown.percent is not None
    assert round(report.drawdown.percent, 6) == Decimal("1.467582")


def test_curve_keeps_a_bounded_number_of_points_evenly_spread() -> None:
    curve = WorthCurve()
    for minute in range(10 * MOST_POINTS):
        curve.close(Decimal(minute % 7), START + minute * MINUTE)
    points = curve.points
    assert MOST_POINTS / 2 < len(points) <= MOST_POINTS + 1
    assert points[-1].at == START + (10 * MOST_POINTS - 1) * MINUTE
    assert len({after.at - before.at for before, after in pairwise(points[:-1])}) == 1
    assert curve.drawdown.amount == 6


def test_win_rate_counts_what_has_bought_and_sold() -> None:
    client = asking()
    candles = [candle(0, *(50_000,) * 4), candle(1, 50_000, 50_600, 50_000, 50_600)]
    replay = client.exchange.replay([*candles, candle(2, 50_600, 50_600, 49_000, 49_000)], pair=SPOT)
    replay.step()
    ACTIONS["nonstop bot"](client, Decimal(50_000))
    ACTIONS["simple buy"](client, Decimal(50_000))
    report = replay.run()
    (bot,) = report.bots
    assert (bot.sums.closed, bot.sums.won, bot.sums.win_rate) == (1, 1, Decimal(100))
    assert report.total.closed == 1
    assert report.total.entries == bot.sums.entries + 1
    assert bot.sums.realised > 0 > bot.sums.open


def test_bots_of_a_report_are_dca_bots_and_grid_bots() -> None:
    client = asking()
    replay = client.exchange.replay(candles_of([(0, 100, 100, 5)] * 9), pair=SPOT)
    replay.step()
    for name in ("nonstop bot", "grid bot"):
        ACTIONS[name](client, Decimal(50_000))
    report = replay.run()
    deals, grid = report.bots
    assert [(each.kind, each.name) for each in report.bots] == [("DcaBot", "<b>bold"), ("GridBot", "Grid")]
    assert (deals.sums.fills, grid.sums.entries) == (
        sum(len(each.fills) for each in report.entries if each.kind == "Deal"),
        1,
    )
    assert sum(each.sums.profit for each in report.bots) == report.total.profit
