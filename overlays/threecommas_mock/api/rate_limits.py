"""The rate limits of the exchange, by the numbers of the document's x-rate-limit.

Documented are the numbers, the block that follows and that going on after a 429 bans the address for
2 minutes to 3 days. Nobody has published the rest; these are choices: a window slides, a refused request
counts towards no window, a block is not prolonged by what it refuses, `PATIENCE` refusals within blocks lead
to a ban, and each ban is twice as long as the one before. No recorded answer has Retry-After or any other
header about limits, so none is sent. Limits per subscription plan are left out: no documentation has them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from threecommas_mock.api.document import Operation, RateLimit
from threecommas_mock.api.errors import Banned, TooManyRequests

PATIENCE = 10
"""How many requests a block refuses before the address is banned."""

SHORTEST_BAN = timedelta(minutes=2)
LONGEST_BAN = timedelta(days=3)

_Scope = tuple[str | None, str | None]
"""API key, None without one; operationId, None for the limit over all operations."""


@dataclass(frozen=True, slots=True)
class Window:
    """What one API key did lately with one operation, None for all of them: requests taken, and its block."""

    credential: str | None = field(repr=False)
    operation: str | None
    taken: tuple[datetime, ...]
    blocked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LimiterState:
    """All that a limiter remembers."""

    windows: tuple[Window, ...]
    ignored: int
    next_ban: timedelta
    banned_until: datetime | None = None


class RateLimiter:
    """Counts the requests of each key, and refuses those beyond the limits.

    An exchange does not know addresses, so a ban shuts out everybody who asks it.
    """

    def __init__(self) -> None:
        self._taken: defaultdict[_Scope, deque[datetime]] = defaultdict(deque)
        self._blocked_until: dict[_Scope, datetime] = {}
        self._ignored = 0
        self._next_ban = SHORTEST_BAN
        self._banned_until: datetime | None = None

    @property
    def state(self) -> LimiterState:
        """Everything, as a value."""
        scopes = dict.fromkeys((*self._taken, *self._blocked_until))
        windows = (
            Window(*scope, tuple(self._taken.get(scope, ())), self._blocked_until.get(scope))
            for scope in scopes
        )
        return LimiterState(tuple(windows), self._ignored, self._next_ban, self._banned_until)

    def restore(self, state: LimiterState) -> None:
        """Remember what *state* says, and nothing else."""
        windows = {(window.credential, window.operation): window for window in state.windows}
        self._taken = defaultdict(deque, {scope: deque(one.taken) for scope, one in windows.items()})
        self._blocked_until = {
            scope: one.blocked_until for scope, one in windows.items() if one.blocked_until is not None
        }
        self._ignored, self._next_ban = state.ignored, state.next_ban
        self._banned_until = state.banned_until

    def require_no_ban(self, now: datetime) -> None:
        """Raise Banned while a ban lasts."""
        if self._banned_until is not None and now < self._banned_until:
            raise Banned()

    def take(self, key: str | None, operation: Operation, now: datetime) -> None:
        """Count one request; raise TooManyRequests beyond a limit, Banned for going on in spite of it."""
        scopes = [(_scope(key, operation, limit), limit) for limit in operation.rate_limits]
        if any(now < self._blocked_until.get(scope, now) for scope, _ in scopes):
            self._ignore(now)
        exceeded = [(scope, limit) for scope, limit in scopes if self._is_full(scope, limit, now)]
        for scope, limit in exceeded:
            self._blocked_until[scope] = now + timedelta(seconds=limit.block)
        if exceeded:
            # A new offence; what was ignored of an earlier block is forgiven.
            self._ignored = 0
            raise TooManyRequests()
        for scope, _ in scopes:
            self._taken[scope].append(now)

    def _is_full(self, scope: _Scope, limit: RateLimit, now: datetime) -> bool:
        taken = self._taken[scope]
        while taken and taken[0] <= now - timedelta(seconds=limit.period):
            taken.popleft()
        return len(taken) >= limit.requests

    def _ignore(self, now: datetime) -> None:
        """Refuse a request that was sent in spite of a block."""
        self._ignored += 1
        if self._ignored < PATIENCE:
            raise TooManyRequests()
        self._ignored = 0
        self._banned_until = now + self._next_ban
        self._next_ban = min(2 * self._next_ban, LONGEST_BAN)
        raise Banned()


def limiter(rate_limits: str | None) -> RateLimiter | None:
    """Make the limiter that an exchange is told to have, None for none; ValueError for what is neither."""
    if rate_limits not in ("documented", None):
        raise ValueError(f"rate_limits must be 'documented' or None, got {rate_limits!r}")
    return None if rate_limits is None else RateLimiter()


def _scope(key: str | None, operation: Operation, limit: RateLimit) -> _Scope:
    return key, operation.id if limit.scope == "route" else None
