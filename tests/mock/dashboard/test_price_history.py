"""Candles are what the last price did within each minute of the exchange's clock."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from threecommas_mock import MockExchange
from threecommas_mock.dashboard.price_history import CAPACITY, Candle, PriceHistory
from threecommas_mock.venue.clock import DOCUMENTED_MOMENT
from threecommas_mock.venue.market import Market

from tests.mock.signed_client import DOCUMENT

PAIR = "USDT_BTC"


def candles(exchange: MockExchange) -> dict[str, Any]:
    shown: dict[str, Any] = exchange.dashboard(PAIR)["candles"]
    return shown


def test_price_of_the_beginning_is_the_first_candle() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    assert candles(exchange) == {"1722955320": ["56282.73"] * 4}


def test_prices_of_a_minute_make_one_candle() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    exchange.advance(60)
    for price in ("100", "90", "120", "110"):
        exchange.set_price(PAIR, price)
    assert list(candles(exchange).items())[1:] == [("1722955380", ["100.0", "120.0", "90.0", "110.0"])]


def test_candle_follows_the_last_price_alone() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    exchange.advance(60)
    exchange.set_price(PAIR, bid="5", ask="7", last="6")
    assert candles(exchange)["1722955380"] == ["6.0"] * 4


def test_candles_of_later_times_are_gone_where_time_has_gone_back() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    before, shown = exchange.snapshot(), candles(exchange)
    for _ in range(2):
        exchange.advance(600)
        exchange.set_price(PAIR, "100")
    exchange.restore(before)
    assert candles(exchange) == shown
    exchange.advance(60)
    exchange.set_price(PAIR, "200")
    exchange.advance(3600)
    assert candles(exchange) == shown | {"1722955380": ["200.0"] * 4}


def test_price_of_the_beginning_is_no_part_of_a_replay_that_begins_later() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    exchange.advance(100 * 86400)
    exchange.set_price(PAIR, "100")
    assert list(candles(exchange).values()) == [["100.0"] * 4]


def test_oldest_candles_are_dropped() -> None:
    market = Market(pair for pair in MockExchange(document=DOCUMENT)._desk.market if pair.symbol == PAIR)
    history = PriceHistory(market, DOCUMENTED_MOMENT)
    for minute in range(1, CAPACITY + 10):
        history.record(PAIR, DOCUMENTED_MOMENT + timedelta(minutes=minute), Decimal(minute))
    kept = history.of_pair(PAIR, DOCUMENTED_MOMENT + timedelta(days=2))
    assert len(kept) == CAPACITY
    last = Decimal(CAPACITY + 9)
    assert kept[max(kept)] == Candle(last, last, last, last)
    assert kept[min(kept)].open == 10
