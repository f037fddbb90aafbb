"""Waiting for a status: something is asked for again and again until it has it, or never will.

What differs between SmartTrades and deals is a `Waited`. The rooms give it, and the names of the statuses.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from threecommas_rest.request import Request

from threecommas.arguments import check_seconds, wrong
from threecommas.errors import (
    ConfigurationError,
    NotExecutedError,
    NotSentError,
    RateBudgetExceededError,
    StatusNotReachedError,
)
from threecommas.flow import CallOperation, OperationFlow, Sleep
from threecommas.transport.shared_deadline import SharedDeadline

if TYPE_CHECKING:
    from threecommas_rest.reading import Reading

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited(Generic[T]):
    """What is waited for: the request that asks for it, how its answer is read, and what it says.

    `status` is the status that an answer has. `statuses` is the enum of the documented ones, and `final` are
    those that end it. `says_finished` tells of an answer that says so itself, whatever its status.
    """

    request: Request
    parse: Callable[[bytes, Reading], T]
    status: Callable[[T], Any]
    statuses: Any
    final: Collection[Any]
    says_finished: Callable[[T], bool] = lambda _: False

    def has_ended(self, answer: T) -> bool:
        """Tell whether it will never have another status."""
        return self.status(answer) in self.final or self.says_finished(answer)


def wait_until(
    waited: Waited[T], status: Any, *, interval: float, deadline: SharedDeadline
) -> OperationFlow[T]:
    """Return the steps to an answer with one of the statuses, any that ends it if None; in seconds."""
    check_seconds("interval", interval)
    if not interval:
        raise wrong("interval", "above 0", interval)
    wanted = frozenset(waited.final) if status is None else _wanted(waited.statuses, status)
    names = tuple(sorted(map(str, wanted)))
    seen: T | None = None
    while True:
        # The first question is asked in any case, even if there is no time at all.
        options = None if seen is None and deadline.is_over() else deadline.options(waited.request)
        try:
            seen = yield CallOperation(waited.request, waited.parse, options)
        except (NotSentError, NotExecutedError) as error:
            wait = error.retry_after if isinstance(error, RateBudgetExceededError) else 0.0
            if seen is None or not deadline.is_over(wait):
                raise
            raise StatusNotReachedError(seen, names, has_ended=False) from error
        # What came needs no flag that says whether it was the end.
        if waited.status(seen) in wanted:
            return seen
        has_ended = waited.has_ended(seen)
        if status is None and has_ended:
            return seen
        if has_ended or deadline.left() < interval:
            raise StatusNotReachedError(seen, names, has_ended=has_ended)
        yield Sleep(interval)


def _wanted(statuses: Any, status: Any) -> frozenset[Any]:
    if not isinstance(status, Collection):
        raise wrong("status", f"one or several of {statuses.__name__}", status)
    given = [status] if isinstance(status, str) else status
    wanted = frozenset(_documented(statuses, each) for each in given)
    if not wanted:
        raise ConfigurationError("There is no status to wait for. Name one, or give None for any end.")
    return wanted


def _documented(statuses: Any, status: Any) -> Any:
    """Return the status; raise `ConfigurationError` for a text that is none: it would never come.

    One that was added later is taken as a value from an answer, or from ``from_wire`` of the enum.
    """
    try:
        return statuses.from_wire(statuses.documented(status))
    except ValueError as error:
        raise ConfigurationError(f"status: {error}") from None
