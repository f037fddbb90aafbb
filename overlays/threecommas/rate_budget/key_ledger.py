"""The requests one API key has sent, and until when it is blocked (429) or banned (418).

Every call runs under the lock of the store, so checking and counting are one step.
"""

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, get_args

from threecommas_rest.operations import Operation

from threecommas.errors import RateBudgetStoreError
from threecommas.rate_budget.limits import (
    Limit,
    LimitUsage,
    SubscriptionPlan,
    all_limits,
    limits_of,
    reserved_of,
)
from threecommas.rate_budget.stores import Store
from threecommas.rate_budget.window import Block, Window

BlockReason = Literal["ban", "block"]
"""Why nothing at all is sent: a 418 or a 429."""

_HOLDS: tuple[BlockReason, ...] = get_args(BlockReason)

# Seconds until it is worth asking again after somebody else has been quicker.
_RECOUNT = 0.05


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why nothing may be sent now, and for how many seconds."""

    seconds: float
    reason: Limit | BlockReason


class Ledger:
    """The accounts of one owner, a hash of the API key. Threads may share it."""

    def __init__(
        self, store: Store, key_hash: str, *, plan: SubscriptionPlan | None, margin: float, reserve: float
    ) -> None:
        self.is_nonblocking = store.is_nonblocking
        self._store, self._key_hash, self._plan = store, key_hash, plan
        self._margin, self._reserve = margin, reserve
        self._windows: dict[Limit, Window] = {}
        self._counted: dict[str | None, tuple[Window, ...]] = {}
        self._holds: dict[BlockReason, Block] = {}

    def acquire(self, operation: Operation | None, *, is_closing: bool, patience: float) -> Rejection | None:
        """Count one request towards all limits of its operation, or towards none and say why.

        A closing one may use what is kept back. `patience` is how long to wait for the lock, in seconds.
        """
        with self._locked(patience) as now:
            for reason in _HOLDS:
                if (left := self._hold(reason).left(now)) > 0:
                    return Rejection(left / 1000, reason)
            windows = self._counting(operation)
            waits = [(window.wait(now, is_closing=is_closing), window.limit) for window in windows]
            wait, limit = max(waits, key=itemgetter(0))
            if wait > 0:
                return Rejection(wait / 1000, limit)
            # The lock in Redis may have expired while this process was held up: the library counts again.
            late = [window.limit for window in windows if not window.acquire(now)]
            return Rejection(_RECOUNT, late[0]) if late else None

    def hold(self, reason: BlockReason, seconds: float, *, patience: float) -> None:
        """Let nothing be taken for this time; a hold that ends later stays as it is."""
        with self._locked(patience) as now:
            self._hold(reason).last(math.ceil(seconds * 1000), now)

    def held_for(self, reason: BlockReason) -> float:
        """Return the seconds a hold still lasts, 0 without one."""
        with self._locked() as now:
            return self._hold(reason).left(now) / 1000

    def usage(self) -> tuple[LimitUsage, ...]:
        """Return how far each limit of the document is used up."""
        with self._locked() as now:
            return tuple(self._window(limit).usage(now) for limit in all_limits(self._plan))

    def _hold(self, reason: BlockReason) -> Block:
        if reason not in self._holds:
            self._holds[reason] = Block(reason, self._store, self._key_hash)
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
            reserved = reserved_of(limit, self._reserve)
            self._windows[limit] = Window(
                limit, self._store, self._key_hash, margin=self._margin, reserved=reserved
            )
        return self._windows[limit]

    @contextlib.contextmanager
    def _locked(self, patience: float = math.inf) -> Iterator[int]:
        """Lock the store and return its time, in milliseconds."""
        try:
            with self._store.lock(self._key_hash, patience):
                yield int(self._store.now() * 1000)
        except self._store.errors as error:
            cause = type(error).__name__
        else:
            return
        raise RateBudgetStoreError(f"The store of the rate budget failed ({cause}): nothing was sent.")
