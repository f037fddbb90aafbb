"""What must hold of the simulation after any time: books, orders, limits and memory."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from threecommas import split_note

from tests.mock.all_books import assert_books
from tests.programs.soak.fleet import MOST, Tally
from tests.programs.soak.simulation import FUNDS, OWNERS, Simulation

REFUSED = (418, 429)
# Of what there is after the first week; answers that are still referred to come and go.
GROWTH = 1.1
# What the program of a user holds; the exchange remembers each trade on purpose.
OF_CLIENTS = ("threecommas.", "threecommas_rest.", "httpx.", "redis.", "pyrate_limiter.")
# What clients remember on purpose, and no more of it than a number: addresses of requests, where a trade is,
# and the newest thousand orders. They fill within months.
REMEMBERED = {"Claim": 1000, "Instrument": 10_000, "ParseResult": 1024}


def faults_of(simulation: Simulation, tally: Tally) -> Iterator[str]:
    """Yield what does not hold, as sentences."""
    yield from _books(simulation)
    yield from _orders(simulation, tally)
    yield from _limits(simulation, tally)


def _books(simulation: Simulation) -> Iterator[str]:
    snapshot = simulation.exchange.snapshot()
    for owner in OWNERS:
        balances = simulation.exchange.balances(owner.account)
        try:
            assert_books(owner.account, balances, FUNDS, snapshot, futures=False)
        except AssertionError as error:
            yield f"The books of account {owner.account} do not add up: {error}"


def _orders(simulation: Simulation, tally: Tally) -> Iterator[str]:
    """Yield orders that are there twice, that nobody asked for, or that are lost."""
    found = Counter(_keys(simulation))
    yield from (f"The order {each} is there {count} times." for each, count in found.items() if count > 1)
    yield from (f"Nobody asked for the order {each}." for each in found.keys() - tally.asked)
    yield from (f"The order {each} was confirmed and is not there." for each in tally.made - found.keys())
    bots = Counter((bot["account_id"], bot["name"]) for bot in simulation.exchange.dca_bots())
    yield from (f"The bot {each} is there {count} times." for each, count in bots.items() if count > 1)


def _keys(simulation: Simulation) -> Iterator[tuple[int, str]]:
    for trade in simulation.exchange.smart_trades():
        account, note = trade["account"]["id"], trade["note_raw"] or ""
        key = split_note(note)[1]
        yield account, key or f"none in the note {note!r}"


def _limits(simulation: Simulation, tally: Tally) -> Iterator[str]:
    for status in REFUSED:
        if count := tally.statuses[status]:
            yield f"{count} requests were answered {status}."
    for trade in simulation.exchange.smart_trades():
        if Decimal(trade["data"]["entered_total"]) > MOST:
            yield f"SmartTrade {trade['id']} is worth more than {MOST} USDT."


def objects_of_clients() -> Counter[str]:
    """Count the objects in memory whose class is of the client or of what it is built on, by its name."""
    gc.collect()
    kinds = map(type, gc.get_objects())
    return Counter(kind.__name__ for kind in kinds if _is_of_clients(kind))


def growth(first: Counter[str], last: Counter[str], clients: int) -> Iterator[str]:
    """Yield what grew from one time to another, or beyond what so many clients may remember."""
    before, after = (
        sum(count for name, count in each.items() if name not in REMEMBERED) for each in (first, last)
    )
    if after > before * GROWTH:
        yield f"The clients had {before} objects after the first week, and {after} after the last."
    for name, most in REMEMBERED.items():
        if last[name] > most * clients:
            yield f"The clients remember {last[name]} of {name}, and may remember {most * clients}."


def _is_of_clients(kind: Any) -> bool:
    return str(getattr(kind, "__module__", "")).startswith(OF_CLIENTS)
