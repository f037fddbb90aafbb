"""The guards that may ask, and the permits they give.

A permit hears whether its request was carried out.
"""

from collections.abc import Callable
from types import TracebackType
from typing import Literal, Protocol, Self, TypeAlias

import httpx
from threecommas_rest.request import Request

from threecommas.errors import ApiStatusError, NotExecutedError, NotSentError, RateBudgetStoreError
from threecommas.flow import Flow
from threecommas.messages.request import RequestInfo

Lookup: TypeAlias = Callable[[Request], Flow[bytes]]
"""Asks 3Commas and results in the content of the answer; raises the error of a refused or lost request."""

Outcome = Literal["done", "refused", "unknown"]
"""What became of a request: it was carried out, certainly not, or nobody knows."""


class Permit(Protocol):
    """The leave to send one request, which has to hear what became of it."""

    def settle(self, outcome: Outcome, response: httpx.Response | None) -> None:
        """Say what became of the request, with its answer if it has one."""


LookupGuard: TypeAlias = Callable[[RequestInfo, Lookup], Flow[Permit | None]]

# Answers of 3Commas that say no. Others, such as a 408, may come from a gateway while the request went on.
_REFUSALS = frozenset({400, 401, 403, 404, 405, 418, 422, 429})
# After these nothing was changed. Any other end, an interruption too, leaves that open.
_CERTAIN = (NotSentError, NotExecutedError, RateBudgetStoreError)


class Permits:
    """Settles the permits of a request when it ends, however it ends."""

    def __init__(self) -> None:
        self._permits: list[Permit] = []
        self._response: httpx.Response | None = None

    def add(self, permit: Permit | None) -> None:
        """Keep a permit."""
        if permit is not None:
            self._permits.append(permit)

    def answered(self, response: httpx.Response) -> httpx.Response:
        """Keep the answer, and hand it on."""
        self._response = response
        return response

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        outcome = _outcome(self._response, error)
        for permit in self._permits:
            permit.settle(outcome, self._response)


def _outcome(response: httpx.Response | None, error: BaseException | None) -> Outcome:
    if response is not None:
        if response.is_success:
            return "done"
        return "refused" if response.status_code in _REFUSALS else "unknown"
    if isinstance(error, ApiStatusError):
        # An answer of earlier that is remembered, such as a ban: nothing was sent.
        return "refused" if error.answer.from_ban_memory else "unknown"
    return "refused" if isinstance(error, _CERTAIN) else "unknown"
