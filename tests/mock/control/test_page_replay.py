"""A replay on the live page, in a real browser: it is paused, stepped, hurried and reported."""

from collections.abc import Callable

import pytest
from threecommas_mock import MockExchange, PacedReplay

from tests.mock.control.live_page import LivePage
from tests.mock.replay.market import SPOT, START, asking, candle

Show = Callable[[MockExchange], LivePage]
CANDLES = [candle(minute, 50_000 + minute, 50_020 + minute, 49_990, 50_010 + minute) for minute in range(30)]
FIRST = int(START.timestamp())


@pytest.fixture
def exchange() -> MockExchange:
    exchange = asking(control=True).exchange
    exchange.playback = PacedReplay(exchange.replay(CANDLES, pair=SPOT), speed="60", paused=True)
    return exchange


def test_candle_of_a_replay_is_drawn_as_it_is(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.page.run("document.querySelector('[data-candles=\"1\"]').click()")
    live.wait_for_text("#replay_says", "1 candles of 1 min on USDT_BTC, at 2024-09-01 00:01:00")
    last = live.drawn()["last"]
    assert last == {"time": FIRST, "open": 50000, "high": 50020, "low": 49990, "close": 50010}


def test_replay_is_hurried_and_goes_on_at_a_click(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    assert live.page.text("#pause") == "Go on"
    live.choose("speed", "max")
    live.page.run("pause.click()")
    live.wait_for_text("#pause", "Pause")
    assert exchange.playback is not None
    state = exchange.playback.state()
    assert (state["speed"], state["paused"]) == ("max", False)


def test_levers_of_the_clock_come_back_when_all_is_over(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    hidden = "['candle', 'advance'].map(id => document.getElementById(id).hidden)"
    assert live.page.run(hidden) == [True, True]
    live.page.run("document.querySelector('[data-candles=\"100\"]').click()")
    live.wait_for_text("#replay_says", "30 candles of 1 min on USDT_BTC, over")
    assert live.page.run(hidden) == [False, False]
    assert live.page.run("pause.disabled") is True
    assert live.drawn()["bars"] == len(CANDLES)


def test_report_is_a_click_away(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    report = live.page.run("document.querySelector('#replay a').href")
    live.page.open(report)
    assert SPOT in live.page.text("body")


def test_without_a_replay_there_are_no_levers_for_one(show: Show) -> None:
    live = show(asking(control=True).exchange)
    assert live.page.run("replay.hidden") is True
