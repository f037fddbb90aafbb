"""The pace of a run: inside the documented rate limits, and held back after a 429.

Counting is the matter of `threecommas.rate_budget`. Here its steps are taken.
"""

import math
from collections.abc import Callable
from typing import Any

from threecommas.errors.classification import classify
from threecommas.flow import Flow, Run, Sleep, Timing, run_flow
from threecommas.messages.request import RequestInfo
from threecommas.messages.response import ReceivedResponse
from threecommas.rate_budget import KeyRateBudget, RateBudget
from threecommas.rate_budget.waits import Allowance, Waits
from threecommas_rest.operations import OPERATIONS

OnWait = Callable[[float], None]
"""Called with the seconds of each pause."""

_WAITS = Waits()


class RateLimiter:
    """Waits before a request until the budget of the key has room for it."""

    def __init__(self, api_key: str, timing: Timing, on_wait: OnWait) -> None:
        self._budget: KeyRateBudget = RateBudget(clock=timing.clock, reserve=0).of(api_key)
        self._timing, self._on_wait = timing, on_wait

    def wait(self, operation: str | None, method: str, path: str) -> None:
        """Return when a request may be sent. Requests of no operation count towards the overall limit."""
        call = RequestInfo(operation=OPERATIONS.get(operation or ""), method=method, path=path)
        self._take(self._budget.acquire(call, self._allowance()))

    def record_refusal(self, answer: ReceivedResponse) -> None:
        """Hold back what follows a 429 for as long as the answer or the documents say."""
        self._take(self._budget.record_refusal(classify(answer), _WAITS, self._allowance()))

    def _allowance(self) -> Allowance:
        return Allowance(math.inf, deadline=None, is_urgent=False, clock=self._timing.clock)

    def _take(self, steps: Flow[None]) -> None:
        run_flow(steps, self._perform)

    def _perform(self, step: Any) -> Any:
        match step:
            case Run(function=function):
                return function()
            case Sleep(seconds=seconds):
                self._on_wait(seconds)
                self._timing.sleep(seconds)
        return None
