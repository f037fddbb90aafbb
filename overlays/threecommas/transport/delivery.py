"""The way from one request to one answer: guards, then the budget, then the attempts that are allowed.

It is written as a flow (see `threecommas.flow`), so nothing here opens a socket, sleeps or awaits. The
transports of `threecommas.transport.httpx_transports` take the steps.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import httpx
from threecommas_rest.request import Request

from threecommas.errors import (
    ApiStatusError,
    NotExecutedError,
    NotSentError,
    OutcomeUnknownError,
    RateBudgetExceededError,
    ResponseTooLargeError,
)
from threecommas.errors.classification import classify
from threecommas.flow import Flow, Send, Timing
from threecommas.guards.local import Guard
from threecommas.guards.permits import LookupGuard, Permits
from threecommas.messages.request import RequestInfo, TransportFailure
from threecommas.rate_budget import KeyRateBudget
from threecommas.rate_budget.waits import Allowance, Waits, checked_deadline
from threecommas.transport.attempts import Attempt, AttemptHook, interruption, report, warn_of_interruption
from threecommas.transport.httpx_messages import received_response, request_info
from threecommas.transport.retry_policy import RetryPolicy, minimum_delay
from threecommas.transport.send_trace import watched

LOG = logging.getLogger("threecommas")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPipeline:
    """How one client delivers its requests. It is never changed, so threads may share it."""

    check_address: Callable[[httpx.Request], None]
    guards: Sequence[Guard]
    lookup_guards: Sequence[LookupGuard]
    lookup_request: Callable[[httpx.Request, Request], httpx.Request]
    budget: KeyRateBudget | None
    retries: RetryPolicy | None
    waits: Waits
    deadline: float | None
    max_response_bytes: int
    timing: Timing
    on_attempt: AttemptHook | None

    def send(self, request: httpx.Request) -> Flow[httpx.Response]:
        """Return the steps to the answer of a signed request whose body has been read.

        They end in a response that has been read, whatever its status, or raise `NoResponseError`,
        `NotSentError` or `BannedError`.
        """
        call = request_info(request)
        return (yield from self._send_guarded(request, call, self._allowance(request, call)))

    def _allowance(self, request: httpx.Request, call: RequestInfo) -> Allowance:
        """Return what the call may wait, by the client's settings and the options of the call."""
        deadline = request.extensions.get("threecommas.deadline", self.deadline)
        is_urgent = request.extensions.get("threecommas.urgent") is True
        return Allowance(
            self.waits.write if is_urgent or call.is_write else self.waits.read,
            deadline=None if deadline is None else checked_deadline(deadline),
            is_urgent=is_urgent,
            clock=self.timing.clock,
        )

    def _send_guarded(
        self, request: httpx.Request, call: RequestInfo, allowance: Allowance
    ) -> Flow[httpx.Response]:
        for guard in self.guards:
            guard(request, call)
        with Permits() as permits:
            for lookup_guard in self.lookup_guards:
                permits.add((yield from lookup_guard(call, partial(self._ask, request, allowance))))
            return permits.answered((yield from self._send_with_retries(request, call, allowance)))

    def _send_with_retries(
        self, request: httpx.Request, call: RequestInfo, allowance: Allowance
    ) -> Flow[httpx.Response]:
        """Send a request that the guards let through, as often as is allowed."""
        if self.budget is not None:
            yield from self.budget.acquire(call, allowance)
        if allowance.is_over():
            raise NotSentError(call, f"Its deadline of {allowance.deadline:g} s is over.")
        began, number = self.timing.clock(), 1
        while True:
            result = yield from self._attempt(request, call, number, allowance)
            failure = _failure(request, result)
            if self.budget is not None and isinstance(failure, ApiStatusError):
                yield from self.budget.record_refusal(failure, self.waits, allowance)
            pause = None if failure is None else self._pause(call, failure, number, began, allowance)
            if pause is None:
                return _response_or_raise(call, result)
            yield from allowance.wait(pause, "%s is sent again in %.2f s", call, pause)
            number += 1
            if not (yield from self._take_budget_for_retry(call, allowance)):
                return _response_or_raise(call, result)

    def _ask(self, occasion: httpx.Request, allowance: Allowance, asked: Request) -> Flow[bytes]:
        """Deliver a question that came up on the occasion of a request; return the content of the answer."""
        request = self.lookup_request(occasion, asked)
        response = yield from self._send_guarded(request, request_info(request), allowance)
        if not response.is_success:
            raise classify(received_response(request, response))
        return response.content

    def _take_budget_for_retry(self, call: RequestInfo, allowance: Allowance) -> Flow[bool]:
        """Take what a repetition uses up; a budget that refuses it leaves the caller the last result."""
        try:
            if self.budget is not None:
                yield from self.budget.acquire(call, allowance)
        except RateBudgetExceededError:
            return False
        return not allowance.is_over()

    def _attempt(
        self, request: httpx.Request, call: RequestInfo, number: int, allowance: Allowance
    ) -> Flow[httpx.Response | TransportFailure]:
        """Send the request once and report it."""
        self.check_address(request)
        sent_at = self.timing.clock()
        with watched(request) if call.is_write else nullcontext() as departure:
            try:
                result: httpx.Response | TransportFailure = yield Send(request, allowance.ends)
            except Exception:
                raise
            except BaseException as error:
                seconds, left = self.timing.clock() - sent_at, departure is None or departure.may_have_begun
                broken_off = interruption(call, number, seconds, error, left=left)
                warn_of_interruption(broken_off, error)
                report(broken_off, self.on_attempt)
                raise
        seconds = self.timing.clock() - sent_at
        if isinstance(result, TransportFailure):
            result = allowance.explained(result)
            report(Attempt(call=call, number=number, seconds=seconds, loss=result), self.on_attempt)
        else:
            # httpx measures until somebody closes the response, which has happened by now.
            result.elapsed = timedelta(seconds=seconds)
            status = result.status_code
            report(Attempt(call=call, number=number, seconds=seconds, status=status), self.on_attempt)
        return result

    def _pause(
        self,
        call: RequestInfo,
        failure: TransportFailure | ApiStatusError,
        number: int,
        began: float,
        allowance: Allowance,
    ) -> float | None:
        """Return how long to wait before the next attempt, None if there is to be none."""
        minimum = minimum_delay(call, failure, self.waits)
        if minimum is None or self.retries is None:
            return None
        elapsed, most = self.timing.clock() - began, allowance.left()
        return self.retries.pause(
            number, elapsed=elapsed, minimum=minimum, most=most, random=self.timing.random
        )


def _failure(
    request: httpx.Request, result: httpx.Response | TransportFailure
) -> TransportFailure | ApiStatusError | None:
    if isinstance(result, TransportFailure):
        return result
    return None if result.is_success else classify(received_response(request, result))


def _response_or_raise(call: RequestInfo, result: httpx.Response | TransportFailure) -> httpx.Response:
    """Return the response; raise the error of a call that has none."""
    if not isinstance(result, TransportFailure):
        return result
    if call.is_write and result.may_have_been_sent:
        LOG.warning("%s got no whole answer: %s. Its outcome is unknown.", call, result)
        raise OutcomeUnknownError(call, result)
    if result.limit is not None:
        raise ResponseTooLargeError(call, result)
    raise NotExecutedError(call, result)
