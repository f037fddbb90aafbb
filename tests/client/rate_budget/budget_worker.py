"""A process that sends as fast as its share of a budget lets it, and tells when it sent what."""

import queue
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
from threecommas import HmacSigner, RateBudget, ThreeCommas, Timing, Waits

from tests.client.rate_budget.shared_time import SharedTime
from tests.client.transport.calls import API_KEY, SECRET

Sent = list[tuple[float, str]]
"""Times in seconds, and the operations."""

# Seconds. A process may lose its turn to the others for more than one period of the limit.
PATIENT = Waits(read=86_400)


def work(number: int, url: str, time: SharedTime, until: float, results: "queue.Queue[Sent]") -> None:
    """Send until the time is up. Every second process asks for the list, which has a limit of its own."""
    sent: Sent = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append((time.now(), request.extensions["threecommas.operation"].id))
        return httpx.Response(200, json=[] if number % 2 else {"valid": True})

    try:
        with (
            RateBudget(url, clock=time.now, reserve=0) as budget,
            ThreeCommas(
                API_KEY,
                HmacSigner(SECRET),
                rate_budget=budget,
                waits=PATIENT,
                transport=httpx.MockTransport(answer),
                timing=Timing(clock=time.now, sleep=partial(time.sleep, number)),
            ) as client,
        ):
            use: Callable[[], Any] = client.smart_trades.list if number % 2 else client.validate
            while time.now() < until:
                use()
    finally:
        # The others wait for this one, and the test for its result, whatever became of it.
        time.leave(number)
        results.put(sent)
