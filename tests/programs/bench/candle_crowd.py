"""An exchange on which candles are replayed, with SmartTrades below the price and bots that always trade."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from threecommas_mock import Candle, MockExchange, Replay, defaults

PAIR, ACCOUNT = "USDT_BTC", 32455218
SMART_TRADES, BOTS = 100, 20
BOT: dict[str, Any] = {
    "account_id": ACCOUNT,
    "name": "Bot",
    "pairs": [PAIR],
    "strategy_list": [{"strategy": "nonstop", "options": {}}],
    "base_order_volume": "100",
    "safety_order_volume": "100",
    "max_safety_orders": 5,
    "active_safety_orders_count": 1,
    "safety_order_step_percentage": "1",
    "martingale_volume_coefficient": "1.1",
    "martingale_step_coefficient": "1.1",
    "take_profit_type": "total",
}


def candles(count: int, seed: int = 1) -> Iterator[Candle]:
    """Make up candles of a minute that move as bitcoin does: some three percent in a day."""
    random, price = Random(seed), 5_500_000
    moment, minute = datetime(2024, 1, 1, tzinfo=UTC), timedelta(minutes=1)
    for _ in range(count):
        places = [price]
        for _ in range(3):
            places.append(max(100_000, round(places[-1] * random.gauss(1, 0.0004))))
        price = places[-1]
        opened, high, low, close = (
            Decimal(each) / 100 for each in (places[0], max(places), min(places), price)
        )
        yield Candle(moment, opened, high, low, close)
        moment += minute


def crowded_replay(count: int) -> Replay:
    """Return a replay of so many candles before it begins, with SmartTrades and bots."""
    exchange = rich_exchange()
    replay = exchange.replay(candles(count), pair=PAIR)
    for place in range(SMART_TRADES):
        exchange._smart_trades.create(_smart_trade(place), defaults.USER)
    for place in range(BOTS):
        start_bot(exchange, 1 + Decimal(place) / 10)
    return replay


def rich_exchange() -> MockExchange:
    """Return an exchange whose account has more dollars than anybody trades."""
    rich = {"USDT": Decimal(10**9)}
    accounts = [replace(each, funds=rich if each.id == ACCOUNT else None) for each in defaults.accounts()]
    return MockExchange(accounts=accounts)


def start_bot(exchange: MockExchange, take_profit: Decimal) -> None:
    """Create a bot that always has a deal, and enable it."""
    bot = exchange._dca_bots.create(BOT | {"take_profit": str(take_profit)}, defaults.USER)
    exchange._dca_bots.enable(bot.id, defaults.USER)


def _smart_trade(place: int) -> dict[str, Any]:
    """Return a SmartTrade that buys below the price, each lower than the one before."""
    goal = {"price": {"type": "bid", "value": str(56_000 + 100 * place)}}
    stop = {"price": {"type": "bid", "value": str(30_000 - 10 * place)}}
    return {
        "account_id": ACCOUNT,
        "pair": PAIR,
        "position": {
            "type": "buy",
            "order_type": "limit",
            "units": {"value": "0.01"},
            "price": {"value": str(54_900 - 200 * place)},
        },
        "take_profit": {"enabled": True, "steps": [{"order_type": "limit", "volume": 100, **goal}]},
        "stop_loss": {"enabled": True, "order_type": "market", "conditional": stop},
    }
