"""The time from a change to its notice: by polling on a clock that flies, by the stream in real time.

SmartTrades are closed one after the other. The delay is from the closing to the change that `watch` yields.
"""

import random
import statistics
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
from rows import Row
from threecommas import HmacSigner, RateBudget, ThreeCommas, Timing
from threecommas.models import CreateSmartTrade
from threecommas_mock import ManualClock, MockExchange, serve
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

ACCOUNT, TRADES = 32455218, 40
# Seconds between two closings on the clock that flies, at most; the real ones follow each other at once.
APART, APART_FOR_REAL = 60.0, 0.05


def change_rows(rounds: int) -> Iterator[Row]:
    """Yield the delay of both ways."""
    polled = polling_delays(random.Random(20))
    yield Row(
        name="a change to its notice by polling at the usual pace, on average",
        unit="s",
        measured=statistics.mean(polled),
        note=f"{len(polled)} changes, at most {APART:g} s apart; the slowest {max(polled):.1f} s",
    )
    streamed = min((stream_delays() for _ in range(rounds)), key=statistics.mean)
    yield Row(
        name="a change to its notice by the stream over loopback, on average",
        unit="ms",
        measured=1000 * statistics.mean(streamed),
        note=f"{len(streamed)} changes; the slowest {1000 * max(streamed):.0f} ms",
    )


def polling_delays(chance: random.Random) -> list[float]:
    """Return the seconds of each change that polling tells of, on the exchange's clock."""
    clock = ManualClock()
    exchange = MockExchange(clock=clock)
    begun = clock.now()
    options: dict[str, Any] = {"transport": exchange.transport(), "base_url": exchange.base_url}
    trader = ThreeCommas(MOCK_KEY, HmacSigner(MOCK_SECRET), rate_budget=None, mode="real", **options)
    ids = opened(trader, exchange)
    moments = [chance.uniform(0, APART * TRADES) for _ in ids]
    closings = sorted(zip(moments, ids, strict=True))
    closed: dict[int, float] = {}

    def seconds() -> float:
        return (clock.now() - begun).total_seconds()

    def sleep(wait: float) -> None:
        end = seconds() + wait
        while closings and closings[0][0] <= end:
            at, number = closings.pop(0)
            exchange.advance(max(0.0, at - seconds()))
            trader.smart_trades.close_by_market(number)
            closed[number] = seconds()
        exchange.advance(max(0.0, end - seconds()))

    client = ThreeCommas(
        MOCK_KEY,
        HmacSigner(MOCK_SECRET),
        mode="real",
        rate_budget=RateBudget(clock=seconds),
        timing=Timing(clock=seconds, now=clock.now, sleep=sleep),
        **options,
    )
    changes = client.smart_trades.watch(ids)
    return [seconds() - closed.pop(each.id) for each in changes if each.id in closed]


def stream_delays() -> list[float]:
    """Return the seconds of each change that the stream tells of, in real time."""
    exchange = MockExchange()
    with serve(exchange) as url:
        stream = str(httpx.URL(url).copy_with(scheme="ws", path="/websocket"))
        options: dict[str, Any] = {"base_url": url, "stream_url": stream, "mode": "real", "rate_budget": None}
        with ThreeCommas(MOCK_KEY, HmacSigner(MOCK_SECRET), **options) as client:
            ids = opened(client, exchange)
            closed: dict[int, float] = {}
            closer = threading.Thread(target=close_all, args=(options, ids, closed))
            noticed: dict[int, float] = {}
            for change in client.smart_trades.watch(ids, via="stream", timeout=60):
                if change.old is not None:
                    noticed.setdefault(change.id, time.monotonic())
                elif closer.ident is None:
                    closer.start()
            closer.join()
    return [at - closed[number] for number, at in noticed.items()]


def opened(client: ThreeCommas, exchange: MockExchange) -> list[int]:
    """Return the numbers of SmartTrades that hold a position."""
    body = {
        "account_id": ACCOUNT,
        "pair": "USDT_BTC",
        "position": {"type": "buy", "units": {"value": "0.001"}, "order_type": "market"},
        "take_profit": {"enabled": False},
        "stop_loss": {"enabled": False},
    }
    made: Any = CreateSmartTrade.from_dict(body)
    ids = [client.smart_trades.create(made).id for _ in range(TRADES)]
    exchange.settle()
    return ids


def close_all(options: dict[str, Any], ids: list[int], closed: dict[int, float]) -> None:
    """Close one after the other, and note when each was asked for."""
    with ThreeCommas(MOCK_KEY, HmacSigner(MOCK_SECRET), **options) as trader:
        for number in ids:
            closed[number] = time.monotonic()
            trader.smart_trades.close_by_market(number)
            time.sleep(APART_FOR_REAL)
