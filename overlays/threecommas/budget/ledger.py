"""What one API key has sent, in a store. Each question is answered in one turn, so nobody is in between.

Beside the windows of the limits it has the ends of a block and of a ban: entries whose time is to come.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from operator import itemgetter
from typing import Literal, get_args

from pyrate_limiter import Rate, RateItem
from pyrate_limiter.abstracts import AbstractBucket
from threecommas_rest.operations import Operation

from threecommas.budget.limits import Limit, LimitUsage, Plan, all_limits, limits_of
from threecommas.budget.stores import Store
from threecommas.budget.window import Window, time_of
from threecommas.errors import BudgetStoreError

Hold = Literal["ban", "block"]
"""Why nothing at all is sent: a 418 or a 429."""

_HOLDS: tuple[Hold, ...] = get_args(Hold)

# Seconds until it is worth asking again after somebody else has been quicker.
_RECOUNT = 0.05


@dataclass(frozen=True, slots=True)
class Denial:
    """Why nothing may be sent now, and for how many seconds."""

    seconds: float
    reason: Limit | Hold


class Ledger:
    """The accounts of one owner, a hash of the API key. Threads may share it."""

    def __init__(self, store: Store, owner: str, *, plan: Plan | None, margin: float) -> None:
        self.quick = store.quick
        self._store, self._owner, self._plan, self._margin = store, owner, plan, margin
        self._windows: dict[Limit, Window] = {}
        self._counted: dict[str | None, tuple[Window, ...]] = {}
        self._holds: dict[Hold, AbstractBucket] = {}

    def take(self, operation: Operation | None) -> Denial | None:
        """Count one request towards all limits of its operation, or towards none and say why."""
        with self._turn() as now:
            for reason in _HOLDS:
                if (left := self._held(reason, now)) > 0:
                    return Denial(left, reason)
            windows = self._counting(operation)
            waits = [(window.wait(now), window.limit) for window in windows]
            wait, limit = max(waits, key=itemgetter(0))
            if wait > 0:
                return Denial(wait / 1000, limit)
            # A turn in Redis may have lapsed while this process was held up: the library counts again.
            late = [window.limit for window in windows if not window.take(now)]
            return Denial(_RECOUNT, late[0]) if late else None

    def hold(self, reason: Hold, seconds: float) -> None:
        """Let nothing be taken for this time; a hold that ends later stays as it is."""
        with self._turn() as now:
            # The bucket has room for one, and of several entries the latest counts.
            self._ends(reason).put(RateItem(reason, now + ceil(seconds * 1000)))

    def held_for(self, reason: Hold) -> float:
        """Return the seconds a hold still lasts, 0 without one."""
        with self._turn() as now:
            return self._held(reason, now)

    def usage(self) -> tuple[LimitUsage, ...]:
        """Return how far each limit of the document is used up."""
        with self._turn() as now:
            return tuple(self._window(limit).usage(now) for limit in all_limits(self._plan))

    def _held(self, reason: Hold, now: int) -> float:
        end = time_of(self._ends(reason), 0)
        return 0.0 if end is None else max(0, end - now) / 1000

    def _ends(self, reason: Hold) -> AbstractBucket:
        if reason not in self._holds:
            self._holds[reason] = self._store.bucket(self._owner, reason, Rate(1, 1))
        return self._holds[reason]

    def _counting(self, operation: Operation | None) -> tuple[Window, ...]:
        """Return the windows a request counts towards."""
        name = operation.id if operation else None
        if name not in self._counted:
            limits = limits_of(operation, self._plan)
            self._counted[name] = tuple(self._window(limit) for limit in limits)
        return self._counted[name]

    def _window(self, limit: Limit) -> Window:
        if limit not in self._windows:
            self._windows[limit] = Window(limit, self._store, self._owner, margin=self._margin)
        return self._windows[limit]

    @contextlib.contextmanager
    def _turn(self) -> Iterator[int]:
        """Begin a turn and return its time, in milliseconds."""
        try:
            with self._store.turn(self._owner):
                yield int(self._store.now() * 1000)
        except self._store.troubles as error:
            trouble = type(error).__name__
        else:
            return
        raise BudgetStoreError(f"The store of the rate budget failed ({trouble}): nothing was sent.")
