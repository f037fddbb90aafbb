"""The replay of candles: prices, clock and orders, and that what is skipped makes no difference."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from threecommas_mock import (
    Candle,
    Clock,
    FrozenClock,
    FrozenClockError,
    ManualClock,
    ReplayError,
    SystemClock,
    UnknownPairError,
)
from threecommas_mock.dca_bots.resting import RestingBots
from threecommas_mock.replay.replay import Plan

from tests.mock.asking import Asking
from tests.mock.dca_bots.bot_client import BODY as BOT
from tests.mock.replay.market import MINUTE, PAPER, SPOT, START, asking, candle, candles_of
from tests.mock.replay.scenes import Scene, scenes
from tests.mock.replay.trades import ACTIONS, CONTRACTS, simple_trade

CALM = [candle(minute, 50_000, 50_010, 49_990, 50_000) for minute in range(3)]
WILD = candles_of(
    [(0, 400, 300, 5), (0, 100, 900, 1), (0, 900, 0, 9), (300, 600, 200, 8), (0, 0, 1200, 0)] * 8
)


class NeverResting(RestingBots):
    """Lets every bot be looked at, always."""

    def rest(self, number: int, until: datetime) -> None:
        """Do nothing."""


def order(side: str, price: str, *, stop: str | None = None) -> dict[str, Any]:
    """Return a SmartTrade that enters at a price, with a stop loss at market if asked."""
    trigger = {"price": {"type": "bid", "value": stop or "1"}}
    return {
        "account_id": PAPER,
        "pair": SPOT,
        "position": {
            "type": side,
            "order_type": "limit",
            "units": {"value": "0.01"},
            "price": {"value": price},
        },
        "take_profit": {"enabled": False},
        "stop_loss": {"enabled": stop is not None, "order_type": "market", "conditional": trigger},
    }


def fills(client: Asking, body: dict[str, Any], *candles: Candle) -> list[str]:
    """Return the prices at which a SmartTrade trades that is created after the first candle."""
    replay = client.exchange.replay(candles, pair=SPOT, interval=MINUTE)
    replay.step()
    client.post("/v2/smart_trades", body)
    return [f"{fill.price.normalize():f}" for entry in replay.run().entries for fill in entry.fills]


@settings(max_examples=60, deadline=None)
@given(scene=scenes())
def test_candles_in_which_nothing_can_happen_are_skipped_without_a_difference(scene: Scene) -> None:
    found = []
    for skips in (True, False):
        client, replay = scene.lived(replace(scene.plan, skips=skips))
        found.append((client.exchange.snapshot(), replay.report()))
    assert found[0] == found[1]


@settings(max_examples=60)
@given(scene=scenes())
def test_bots_that_rest_would_not_have_done_anything(scene: Scene) -> None:
    found = [
        scene.lived(resting=resting)[0].exchange.snapshot() for resting in (RestingBots(), NeverResting())
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["bot by rsi", "bot by rsi with a delay", "nonstop bot"])
def test_bot_that_rests_wakes_in_time(name: str) -> None:
    scene = Scene(SPOT, ACTIONS, WILD, [(0, name)], Plan(), 0)
    resting, never = (scene.lived(resting=kind)[0].exchange for kind in (RestingBots(), NeverResting()))
    assert resting.deals()
    assert resting.snapshot() == never.snapshot()


@pytest.mark.parametrize("name", [*ACTIONS, *CONTRACTS])
def test_everything_that_can_be_created_trades(name: str) -> None:
    actions = ACTIONS if name in ACTIONS else CONTRACTS
    pair = "USDT_BTC" if name in ACTIONS else "USDT_BTCUSDT"
    scene = Scene(pair, actions, WILD, [(0, name)], Plan(), 0)
    report = scene.lived()[1].report()
    assert report.total.fills > 0


def test_clock_and_price_begin_with_the_first_candle_and_follow_each() -> None:
    exchange = asking().exchange
    replay = exchange.replay(candles_of([(0, 10, 20, 5), (7, 30, 40, 2)]), pair=SPOT)
    assert (exchange.now(), exchange.quote(SPOT).last) == (START, Decimal(50_000))
    seen = [(each.close, exchange.now(), exchange.quote(SPOT).bid) for each in replay]
    assert seen == [
        (Decimal(49_995), START + MINUTE, Decimal(49_995)),
        (Decimal(49_976), START + 2 * MINUTE, Decimal(49_976)),
    ]
    assert replay.is_over
    assert (replay.played, replay.step()) == (2, None)


@pytest.mark.parametrize(
    ("body", "at"),
    [
        (order("buy", "49800"), ["49800"]),
        (order("buy", "49700", stop="49650"), ["49700", "49650"]),
        (order("sell", "50500"), ["50500"]),
        (order("buy", "49400"), []),
    ],
    ids=["buy inside", "buy and stop inside", "sell inside", "beyond the low"],
)
def test_price_stops_inside_a_candle_wherever_an_order_waits(body: Any, at: list[str]) -> None:
    assert fills(asking(), body, CALM[0], candle(1, 50_000, 51_000, 49_500, 50_100)) == at


def test_price_jumps_between_two_candles_over_a_stop_that_waits_there() -> None:
    body = order("buy", "49995", stop="49000")
    prices = fills(asking(), body, *CALM, candle(3, 48_000, 48_100, 47_900, 48_000))
    assert prices == ["49995", "48000"]


def test_fill_has_the_time_of_the_price_that_the_market_goes_to() -> None:
    client = asking()
    replay = client.exchange.replay([CALM[0], candle(1, 50_000, 51_000, 49_500, 50_100)], pair=SPOT)
    replay.step()
    client.post("/v2/smart_trades", order("buy", "49800"))
    (entry,) = replay.run().entries
    assert entry.opened_at == START + 1.25 * MINUTE


def test_next_deal_begins_where_the_one_before_has_ended() -> None:
    client = asking()
    replay = client.exchange.replay([CALM[0], candle(1, 50_000, 52_600, 50_000, 52_000)], pair=SPOT)
    replay.step()
    made = client.post("/ver1/bots/create_bot", BOT | {"account_id": PAPER, "pairs": [SPOT]})
    client.post(f"/ver1/bots/{made['id']}/enable")
    first, second, *_ = replay.run().entries
    assert first.is_closed
    assert second.fills[0].price == first.fills[-1].price


def test_trigger_that_its_price_does_not_fire_fires_one_tick_beyond() -> None:
    client = asking()
    replay = client.exchange.replay([CALM[0], candle(1, 50_000, 51_000, 50_000, 50_900)], pair=SPOT)
    replay.step()
    client.post("/ver1/trades", simple_trade(PAPER, "buy", "50500", "greater"))
    (entry,) = replay.run().entries
    assert [str(fill.price) for fill in entry.fills] == ["50500.01"]


def test_bot_starts_by_the_indicator_of_replayed_candles() -> None:
    client = asking()
    falling = [(0, 5, 60, 0)] * 20
    replay = client.exchange.replay(candles_of([*falling, *[(0, 60, 5, 10)] * 10]), pair=SPOT)
    replay.step()
    ACTIONS["bot by rsi"](client, Decimal(50_000))
    started = [each.start for each in replay if not client.exchange.deals()]
    assert MINUTE * 5 < started[-1] - START < MINUTE * 20


@pytest.mark.parametrize(
    ("candles", "says"),
    [
        ([], "there are no candles"),
        (CALM[:1], "give the interval"),
        ([CALM[1], CALM[0]], "must be above zero"),
        ([CALM[0], CALM[2], CALM[1]], "begins before"),
        ([CALM[0], CALM[1], CALM[1]], "begins before"),
        ([CALM[0], candle(1, 5, 4, 6, 5)], "high: 4 is below the low 6"),
    ],
    ids=["none", "one", "turned round", "out of order", "twice", "no candle"],
)
def test_candles_that_cannot_be_are_refused(candles: list[Candle], says: str) -> None:
    with pytest.raises(ReplayError, match=says):
        asking().exchange.replay(candles, pair=SPOT).run()


def test_pair_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownPairError):
        asking().exchange.replay(CALM, pair="USDT_XYZ")


def test_past_is_replayed_only_before_anything_trades() -> None:
    client = asking(clock=ManualClock(START + timedelta(days=1)))
    client.exchange.replay(CALM, pair=SPOT)
    assert client.exchange.now() == START
    client.exchange.advance(60)
    client.post("/v2/smart_trades", order("buy", "49800"))
    with pytest.raises(ReplayError, match="create them after the replay was made"):
        client.exchange.replay(CALM, pair=SPOT)


@pytest.mark.parametrize("played", [0, 1])
def test_candle_from_before_the_time_of_the_exchange_is_refused(played: int) -> None:
    exchange = asking().exchange
    replay = exchange.replay(CALM, pair=SPOT)
    for _ in range(played):
        replay.step()
    exchange.advance(3600)
    now = exchange.now()
    with pytest.raises(ReplayError, match=r"before the time of the exchange, .*; let no time pass by hand"):
        replay.step()
    assert (exchange.now(), replay.played) == (now, played)


@pytest.mark.parametrize(
    ("clock", "error"),
    [(FrozenClock(), FrozenClockError), (SystemClock(), ReplayError)],
    ids=["frozen", "real"],
)
def test_clock_that_cannot_be_driven_is_refused(clock: Clock, error: type[Exception]) -> None:
    with pytest.raises(error):
        asking(clock=clock).exchange.replay(CALM, pair=SPOT)


def test_live_page_is_shown_the_candles_that_were_replayed() -> None:
    client = asking(control=True)
    client.exchange.replay(WILD, pair=SPOT).run()
    shown = client.exchange.dashboard(SPOT)["candles"]
    assert [list(map(Decimal, each)) for each in shown.values()][-len(WILD) :] == [
        [each.open, each.high, each.low, each.close] for each in WILD
    ]
