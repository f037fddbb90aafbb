"""A program that replays quiet candles and prints what is held after some and after many of them.

It is a process of its own, as the test run keeps everything that the mock makes.
"""

import gc
import json
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal

from threecommas_mock import Candle

from tests.mock.replay.market import SPOT, asking, candle
from tests.mock.replay.trades import ACTIONS

KEPT = 20
# At the second count the curve has dropped points twice, and has as many as at the first one again.
FIRST, SECOND = 1500, 6000


def calm() -> Iterator[Candle]:
    """Make candles without end in which nothing is reached."""
    minute = 0
    while True:
        yield candle(minute, 50_000, 50_000 + minute % 9, 49_990 - minute % 5, 50_000)
        minute += 1


def held() -> int:
    """Return the bytes that the mock has taken and not given back."""
    gc.collect()
    own = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, "*/threecommas_mock/*")])
    return sum(trace.size for trace in own.traces)


def main() -> None:
    """Replay, read the deals now and then, and print the sizes and the journal."""
    client = asking(journal_capacity=KEPT)
    replay = client.exchange.replay(calm(), pair=SPOT)
    replay.step()
    for name in ("nonstop bot", "grid bot", "SmartTrade that waits and trails"):
        ACTIONS[name](client, Decimal(50_000))
    tracemalloc.start()
    sizes = []
    for played in range(1, SECOND + 1):
        replay.step()
        if played % 50 == 0:
            client.get("/ver1/deals")
        if played in (FIRST, SECOND):
            sizes.append(held())
    journal = client.exchange.journal
    print(json.dumps({"sizes": sizes, "kept": len(journal), "dropped": journal.dropped}))


if __name__ == "__main__":
    main()
