"""`RateBudget`: what API keys may still send, for whoever shares it. It waits or refuses, as one likes.

The figures are the document's (`OPERATIONS[...].rate_limits`); counting is the matter of `ledger`.
"""

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal, Self, get_args

from threecommas.errors import (
    ApiStatusError,
    BannedError,
    ConfigurationError,
    RateBudgetExceededError,
    RateBudgetStoreError,
    RateLimitError,
)
from threecommas.errors.classification import classify
from threecommas.flow import Flow, Run
from threecommas.messages.hidden import Hidden
from threecommas.messages.request import RequestInfo
from threecommas.messages.response import ReceivedResponse
from threecommas.process_local import PerProcess
from threecommas.rate_budget.limits import PLANS, LimitUsage, SubscriptionPlan, is_closing, longest_block
from threecommas.rate_budget.waits import Allowance, Waits

if TYPE_CHECKING:
    from threecommas.rate_budget.key_ledger import BlockReason, Ledger, Rejection
    from threecommas.rate_budget.stores import Store

WhenEmpty = Literal["wait", "refuse"]

LOG = logging.getLogger("threecommas")

# What a URL begins with that names a place behind it.
_PLACES = ("sqlite:///", "redis://", "rediss://", "unix://")


class RateBudget:
    """What API keys may still send, each for itself. Give one to several clients to have them share it.

    `url` says where it is kept: ``memory://`` (this process), ``sqlite:///budget.db`` (this machine; four
    slashes for a path from the root) or ``redis://host:6379/0`` (a fleet). Of a key the store sees a hash.
    `when_empty` is ``wait``, which waits no longer than the client's `Waits` allow, or ``refuse``; what does
    not wait raises `RateBudgetExceededError`. `plan` replaces the documented overall limit by that of a
    subscription. The part `reserve` of the overall limit, 10 of 100 requests, is kept back for what closes,
    cancels or reduces: nothing else can use it up, and 0 keeps nothing back. `clock` returns seconds; without
    one it is the store's own, which nobody can set: only that of a Redis server follows its time of day.
    Each window is longer by the part `margin`, as requests take different times to arrive.
    Raises `ConfigurationError` for arguments that cannot work.
    """

    def __init__(
        self,
        url: str = "memory://",
        *,
        when_empty: WhenEmpty = "wait",
        plan: SubscriptionPlan | None = None,
        clock: Callable[[], float] | None = None,
        margin: float = 0.02,
        reserve: float = 0.1,
    ) -> None:
        address = Hidden(url)
        del url
        if when_empty not in get_args(WhenEmpty):
            raise ConfigurationError(f"when_empty must be 'wait' or 'refuse', got {when_empty!r}")
        if plan is not None and plan not in PLANS:
            raise ConfigurationError(f"plan must be {', '.join(PLANS)} or None, got {plan!r}")
        if not 0 <= margin <= 1:
            raise ConfigurationError(f"margin must be a number from 0 to 1, got {margin!r}")
        if isinstance(reserve, bool) or not isinstance(reserve, int | float) or not 0 <= reserve < 1:
            raise ConfigurationError(
                f"reserve must be a number from 0 to below 1, such as 0.1, got {reserve!r}"
            )
        self.when_empty, self.plan, self.reserve = when_empty, plan, reserve
        self._url, self._clock, self._margin = _checked_url(address), clock, margin
        self._accounts = PerProcess(_Accounts(), _Accounts.forked)
        # In memory nothing can fail, and pyrate-limiter is not loaded by programs that never send.
        if not address.value.startswith("memory"):
            self._opened()

    def of(self, api_key: str) -> "KeyRateBudget":
        """Return the budget of one API key."""
        return KeyRateBudget(self, hashlib.sha256(api_key.encode()).hexdigest()[:32])

    def close(self) -> None:
        """Let go of files and connections. The clients do not do it: others may still share the budget."""
        accounts = self._accounts.get()
        with accounts.lock:
            if accounts.store is not None:
                accounts.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _ledger(self, key_hash: str) -> "Ledger":
        """Return the accounts of an owner."""
        accounts = self._accounts.get()
        found = accounts.ledgers.get(key_hash)
        return self._new_ledger(accounts, key_hash) if found is None else found

    def _new_ledger(self, accounts: "_Accounts", key_hash: str) -> "Ledger":
        from threecommas.rate_budget.key_ledger import Ledger  # noqa: PLC0415  (for the same reason)

        with accounts.lock:
            store = self._opened()
            if key_hash not in accounts.ledgers:
                accounts.ledgers[key_hash] = Ledger(
                    store, key_hash, plan=self.plan, margin=self._margin, reserve=self.reserve
                )
            return accounts.ledgers[key_hash]

    def _opened(self) -> "Store":
        from threecommas.rate_budget.stores import open_store  # noqa: PLC0415

        accounts = self._accounts.get()
        accounts.store = accounts.store or open_store(self._url.value, self._clock)
        return accounts.store


@dataclass(slots=True)
class _Accounts:
    """What one process has of a budget."""

    store: "Store | None" = None
    ledgers: "dict[str, Ledger]" = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forked(self) -> "_Accounts":
        """Return the same for a process that was forked off."""
        return _Accounts(None if self.store is None else self.store.forked())


class KeyRateBudget:
    """The budget of one API key. Threads, tasks and clients may share it.

    Its times are in seconds. Reading it asks the store, which is a file or a server unless it is memory.
    """

    def __init__(self, budget: RateBudget, key_hash: str) -> None:
        self._budget, self._key_hash = budget, key_hash

    def usage(self) -> tuple[LimitUsage, ...]:
        """Return how far each limit is used up: the overall one first, then those of single operations."""
        return self._ledger.usage()

    @property
    def blocked_for(self) -> float:
        """Seconds for which nothing is sent because of a 429; 0 without one."""
        return self._ledger.held_for("block")

    @property
    def banned_for(self) -> float:
        """Seconds for which nothing is sent because of a 418; 0 without one."""
        return self._ledger.held_for("ban")

    def acquire(self, call: RequestInfo, allowance: Allowance) -> Flow[None]:
        """Return the steps after which the call may be sent.

        They raise `BannedError`, `RateBudgetStoreError` or, where the budget does not wait or the call may
        not wait for so long, `RateBudgetExceededError`.
        """
        ledger, closing = self._ledger, allowance.is_urgent or is_closing(call.operation)
        while True:
            rejection: Rejection | None = yield Run(
                partial(ledger.acquire, call.operation, is_closing=closing, patience=allowance.left()),
                ledger.is_nonblocking,
            )
            if rejection is None:
                return
            if rejection.reason == "ban":
                raise _banned(call, rejection.seconds)
            reason = "blocked after 429" if rejection.reason == "block" else str(rejection.reason)
            if self._budget.when_empty == "refuse" or rejection.seconds > allowance.left():
                raise RateBudgetExceededError(call, reason, rejection.seconds)
            message = "%s waits %.2f s for the rate budget (%s)"
            yield from allowance.wait(rejection.seconds, message, call, rejection.seconds, reason)

    def record_refusal(self, refused: ApiStatusError, waits: Waits, allowance: Allowance) -> Flow[None]:
        """Return the steps that hold everything back after a 429 or a 418, for all who share the budget.

        What they hold it back for is what the answer says, as far as that is believed.
        """
        stated = waits.believed(refused)
        if isinstance(refused, RateLimitError):
            # The longest block is the safe one: the answer does not say which limit was exceeded.
            seconds = longest_block() if stated is None else stated
            yield from self._hold("block", seconds, allowance)
        elif isinstance(refused, BannedError):
            yield from self._hold("ban", stated or BannedError.SHORTEST_BAN, allowance)

    def _hold(self, reason: "BlockReason", seconds: float, allowance: Allowance) -> Flow[None]:
        LOG.warning("Nothing is sent for %.0f s (%s)", seconds, reason)
        hold = partial(self._ledger.hold, reason, seconds, patience=allowance.left())
        try:
            yield Run(hold, self._ledger.is_nonblocking)
        except RateBudgetStoreError as error:
            # The caller needs the answer more than this: it says what became of the request.
            LOG.warning("The block could not be shared with others: %s", error)

    @property
    def _ledger(self) -> "Ledger":
        return self._budget._ledger(self._key_hash)

    def __repr__(self) -> str:
        budget = getattr(self, "_budget", None)
        settings = f"when_empty={budget.when_empty!r}, plan={budget.plan!r}" if budget else ""
        return f"KeyRateBudget({settings})"


def _banned(call: RequestInfo, seconds: float) -> ApiStatusError:
    answer = ReceivedResponse(
        operation=call.operation,
        method=call.method,
        path=call.path,
        status=418,
        headers={"retry-after": f"{seconds:.0f}"},
        from_ban_memory=True,
    )
    return classify(answer)


def _checked_url(url: Hidden[str]) -> Hidden[str]:
    if url.value == "memory://":
        return url
    if isinstance(url.value, str) and url.value.startswith(_PLACES) and url.value not in _PLACES:
        return url
    # The URL may hold a password, so it is not shown.
    raise ConfigurationError(
        "url of RateBudget is not the address of a store. Use memory://, sqlite:///budget.db (with four "
        "slashes for an absolute path) or redis://host:6379/0."
    )
