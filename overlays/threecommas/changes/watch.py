"""The way from one look to the next: how long to wait, which errors pass, and when it is over.

Where changes come from is the matter of a `Poll`: anything with its `look` and `has_ended` can be watched.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from threecommas_rest.options import RequestOptions
from threecommas_rest.request import Request

from threecommas.arguments import check_seconds, wrong
from threecommas.changes.change import Change, by_moment
from threecommas.changes.history import Seen
from threecommas.changes.poll import Ids, Poll, Watched
from threecommas.errors import (
    DryRunError,
    GuardError,
    NotExecutedError,
    NotSentError,
    RateBudgetExceededError,
    RateLimitError,
    ServerError,
    ThreeCommasError,
)
from threecommas.flow import OperationFlow, Sleep
from threecommas.kill_switch.context import FlowContext
from threecommas.streams.connection import StreamFlow

LOG = logging.getLogger("threecommas")

# How much longer each wait is than the one before, while nothing changes.
_GROWTH = 1.5

Changes: TypeAlias = tuple[Change[Any, Any], ...]


class Pace(NamedTuple):
    """How long and how often to look, in seconds; `timeout` is None for no end.

    `interval` is the wait after a change, and `max_interval` the longest while nothing changes.
    """

    timeout: float | None
    interval: float
    max_interval: float

    def check(self) -> None:
        """Raise `ConfigurationError` for seconds that cannot be."""
        for name, seconds in self._asdict().items():
            if name == "timeout" and seconds is None:
                continue
            check_seconds(name, seconds)
            if not seconds:
                raise wrong(name, "above 0", seconds)
        if self.max_interval < self.interval:
            raise wrong(
                "max_interval", f"at least the interval of {self.interval:g} seconds", self.max_interval
            )


class Watch:
    """Looks at one kind or several until everything has ended, or the time is up, which begins now."""

    def __init__(
        self,
        kinds: Sequence[tuple[Watched[Any], Ids]],
        context: FlowContext,
        pace: Pace,
        *,
        poll: type[Poll[Any]] = Poll,
    ) -> None:
        pace.check()
        self._pace = pace
        self._deadline = None if pace.timeout is None else context.deadline_of(pace.timeout)
        self._polls = [poll(watched, ids, self._options) for watched, ids in kinds]
        self._pause = 0.0
        # What an answer has asked for: to look again before could make a ban of it.
        self._asked = 0.0
        self._has_seen = False
        self._failure: ThreeCommasError | None = None

    @property
    def latest(self) -> tuple[Seen[Any, Any], ...]:
        """What goes on of all kinds, as it was last seen."""
        return tuple(seen for poll in self._polls for seen in poll.latest)

    def next_changes(self) -> StreamFlow[Changes | None]:
        """Return the steps to the next changes, in their order; they result in None once it is over.

        An error that does not pass is raised after the changes that were seen before it.
        """
        while self._failure is None and not self._is_over():
            if self._pause:
                yield Sleep(max(self._asked, min(self._pause, self._left() - self._pace.interval)))
            changes, self._asked = yield from self._look()
            self._pause = next_pause(self._pause, bool(changes), self._pace)
            if changes:
                return changes
        if self._failure is not None:
            raise self._failure
        return None

    def _look(self) -> OperationFlow[tuple[Changes, float]]:
        """Look at each kind; return the changes, and the seconds to wait for what was refused."""
        found: list[Change[Any, Any]] = []
        delay = 0.0
        for poll in self._polls:
            if poll.has_ended:
                continue
            changes, error = yield from poll.look()
            found += changes
            if error is not None:
                delay = max(delay, self._delay_after(error))
        self._has_seen = True
        return tuple(sorted(found, key=by_moment)), delay

    def _delay_after(self, error: ThreeCommasError) -> float:
        """Return the seconds to wait after an error that passes; keep one that does not."""
        # At the first look it is probably no passing trouble, but a wrong address.
        if not self._has_seen or not _passes(error):
            self._failure = self._failure or error
            return 0.0
        if self._left() > self._pace.interval:
            LOG.warning("watch looks again later: %s", error)
        found = error.retry_after if isinstance(error, RateBudgetExceededError | RateLimitError) else None
        return found or 0.0

    def _is_over(self) -> bool:
        # The last look is made where no other fits in before the time is up.
        is_late = self._has_seen and self._left() <= max(self._pace.interval, self._asked)
        return is_late or all(poll.has_ended for poll in self._polls)

    def _left(self) -> float:
        return math.inf if self._deadline is None else self._deadline.left()

    def _options(self, request: Request) -> RequestOptions | None:
        """Return the options of a request. None is urgent: what the budget keeps back is for closing."""
        return None if self._deadline is None else self._deadline.options(request)


def next_pause(pause: float, has_changed: bool, pace: Pace) -> float:
    """Return the seconds to wait: few after a change, and more and more while nothing happens."""
    return pace.interval if has_changed or not pause else min(pause * _GROWTH, pace.max_interval)


def _passes(error: ThreeCommasError) -> bool:
    """Tell whether another look may bring what this one did not."""
    is_held_back = isinstance(error, GuardError | DryRunError)
    passing = NotSentError | NotExecutedError | RateLimitError | ServerError
    return isinstance(error, passing) and not is_held_back
