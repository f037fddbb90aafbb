"""How fast the mock is where it has much to look after."""

import gc
import time
from collections.abc import Iterator

from client import fastest
from crowd import crowded_exchange, reach_next
from rows import Row, Target

OPEN, TOUCHED = 100_000, 100


def tick_rows(rounds: int) -> Iterator[Row]:
    """Yield the row of a price move, fastest of so many rounds."""
    exchange = crowded_exchange(OPEN)
    # The crowd stays; without this, the collector would look through all of it within some of the ticks.
    gc.collect()
    gc.freeze()

    def tick() -> float:
        exchange.settle()
        start = time.perf_counter()
        reach_next(exchange, TOUCHED)
        return time.perf_counter() - start

    (took,) = fastest([tick], rounds)
    gc.unfreeze()
    yield Row(
        name=f"price move that reaches {TOUCHED} of {OPEN} open SmartTrades",
        unit="ms",
        measured=1000 * took,
        target=Target(at="most", limit=5),
        note="depends on the machine; what it sets off is settled by the polls that follow",
    )
