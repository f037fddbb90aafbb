"""How fast candles are replayed, and what open deals cost a price move that reaches none of them."""

import time
from collections.abc import Iterator
from decimal import Decimal

from candle_crowd import BOTS, PAIR, SMART_TRADES, crowded_replay, rich_exchange, start_bot
from client import fastest
from rows import Row, Target

YEAR = 365 * 24 * 60
FEW, MANY, TICKS = 10, 1000, 2000


def replay_rows(rounds: int) -> Iterator[Row]:
    """Yield the row of a year, which is played once, and that of many deals against few."""
    replay = crowded_replay(YEAR)
    start, work = time.perf_counter(), time.process_time()
    report = replay.run()
    took, worked = time.perf_counter() - start, time.process_time() - work
    yield Row(
        name=f"replay of a year of minutes with {SMART_TRADES} SmartTrades and {BOTS} bots",
        unit="s",
        measured=took,
        target=Target(at="most", limit=30),
        note=f"{report.total.fills} fills; {worked:.1f} s of them at work",
    )
    few, many = fastest([lambda: ticks(FEW), lambda: ticks(MANY)], rounds)
    yield Row(
        name=f"price moves past {MANY} open deals against {FEW}",
        unit="times as long",
        measured=many / few,
        target=Target(at="most", limit=2),
        note=f"{1e6 * many / TICKS:.0f} and {1e6 * few / TICKS:.0f} microseconds each",
    )


def ticks(deals: int) -> float:
    """Return the seconds that price moves take on an exchange with so many open deals."""
    exchange = rich_exchange()
    for place in range(deals):
        start_bot(exchange, 20 + Decimal(place) / 100)
    exchange.settle()
    prices = [exchange.quote(PAIR).last + place % 7 for place in range(TICKS)]
    start = time.perf_counter()
    for price in prices:
        exchange.set_price(PAIR, price)
    return time.perf_counter() - start
