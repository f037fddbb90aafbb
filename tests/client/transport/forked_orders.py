"""A program whose pool of forked workers uses a client that was used before; it prints what came out of it.

Run in a process of its own, as one with threads must not be forked.
"""

import itertools
import json
import multiprocessing
import os
import signal
import sys
import threading

import httpx
from threecommas import ConfigurationError, HmacSigner, RateBudget, ThreeCommas
from threecommas.models import CreateSmartTrade, SmartTrade

from tests.client.transport.calls import order

KEY, SECRET = "threecommas-mock-key", "threecommas-mock-secret"
WORKERS, ROUNDS, ORDERS = 4, 12, 40
# Seconds after which a worker counts as hanging.
PATIENCE = 60

USED: list[ThreeCommas] = []


def create(number: int) -> tuple[str, str, int]:
    """Place an order; return the note it was given, the one that came back, and the process."""
    note = f"order {number}"
    body: CreateSmartTrade = order(note)
    made: SmartTrade = USED[0].smart_trades.create(body)
    return note, made.note_raw, os.getpid()


def orders() -> object:
    """Place all orders, and tell how many answers went to the wrong place."""
    numbers = itertools.count()
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        found = []
        for _ in range(ROUNDS):
            asked = [next(numbers) for _ in range(ORDERS)]
            found += pool.map_async(create, asked, chunksize=1).get(PATIENCE)
    return {
        "orders": len(found),
        "swapped": [each for each in found if each[0] != each[1]],
        "workers": len({process for _, _, process in found}),
    }


def child(use: object) -> int:
    """Return the exit status of a forked process that does something, which is killed if it hangs."""
    process = os.fork()
    if process == 0:
        signal.alarm(PATIENCE)
        try:
            os._exit(0 if use() else 1)  # type: ignore[operator]
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def locked(url: str) -> object:
    """Fork while another thread is in the middle of its turn with a budget in memory."""
    inside, go_on = threading.Event(), threading.Event()

    def clock() -> float:
        if threading.current_thread().name == "holder":
            inside.set()
            go_on.wait()
        return 1.0

    budget = RateBudget(clock=clock)
    with ThreeCommas(KEY, HmacSigner(SECRET), base_url=url, rate_budget=budget) as used:
        used.validate()
        thread = threading.Thread(target=used.validate, name="holder")
        thread.start()
        inside.wait()
        status = child(lambda: counts(used, 2))
        go_on.set()
        thread.join()
        return {"status": status, "goes on": counts(used, 3)}


def stored(url: str, store: str) -> object:
    """Fork with a budget that two processes share in a file."""
    with (
        RateBudget(store, clock=lambda: 1.0) as budget,
        ThreeCommas(KEY, HmacSigner(SECRET), base_url=url, rate_budget=budget) as used,
    ):
        used.validate()
        return {"status": child(lambda: counts(used, 2)), "goes on": counts(used, 3)}


def counts(used: ThreeCommas, number: int) -> bool:
    """Send a request, and tell whether that is the number of those that the budget knows."""
    return used.validate().valid and used.rate_budget.usage()[0].used == number


def borrowed(url: str) -> object:
    """Fork with a client over a connection that is the caller's."""

    def refused(used: ThreeCommas) -> bool:
        try:
            used.validate()
        except ConfigurationError as error:
            return "made before the process was forked" in str(error) and not error.sent
        return False

    with httpx.Client() as http, ThreeCommas(KEY, HmacSigner(SECRET), base_url=url, transport=http) as used:
        used.validate()
        status = child(lambda: refused(used))
        return {"status": status, "goes on": used.validate().valid}


def main(url: str, what: str, *more: str) -> None:
    """Do it, and print the outcome as JSON."""
    if what == "orders":
        with ThreeCommas(KEY, HmacSigner(SECRET), base_url=url, rate_budget=None) as client:
            USED.append(client)
            client.validate()
            print(json.dumps(orders()))
    else:
        print(json.dumps({"locked": locked, "stored": stored, "borrowed": borrowed}[what](url, *more)))


if __name__ == "__main__":
    main(*sys.argv[1:])
