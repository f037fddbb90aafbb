"""The limits that count for an operation: the document's, or those of a subscription plan."""

from dataclasses import dataclass
from math import ceil
from typing import Literal, NamedTuple

from threecommas_rest import OPERATIONS
from threecommas_rest.operations import Operation, RateLimit

SubscriptionPlan = Literal["starter", "pro", "expert"]
"""The plan of an account at 3Commas, by which the overall limit of its keys differs."""

# Requests in 60 seconds. Unproven: the figures are those of recomma/3commas-sdk-go; page 9_limits of the
# documents knows no plans and says 100 for everybody.
PLANS: dict[SubscriptionPlan, int] = {"starter": 5, "pro": 50, "expert": 120}

# What takes a position down or an order back, by the document: what is kept back is for it alone.
_CLOSING = frozenset({"closes", "cancels"})


class Limit(NamedTuple):
    """At most `requests` in any `period` seconds; `scope` is ``overall`` or the operation's name."""

    scope: str
    requests: int
    period: int

    @property
    def name(self) -> str:
        """What the limit is called in a store."""
        return f"{self.scope}_{self.requests}_{self.period}"

    def __str__(self) -> str:
        return f"{self.scope}: {self.requests} requests in {self.period} s"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitUsage:
    """How far a limit is used up. `scope` is ``overall`` or the operation's name; times are in seconds.

    Of `requests` in any `period`, `used` were sent and `left` may follow at once, besides the `reserved` ones
    that are kept back for closing, cancelling and reducing. One more is free in `free_in`, which is 0 while
    some are left; all are free in `resets_in` if nothing is sent until then.
    """

    scope: str
    requests: int
    period: int
    used: int
    left: int
    free_in: float
    resets_in: float
    reserved: int = 0


def limits_of(operation: Operation | None, plan: SubscriptionPlan | None) -> tuple[Limit, ...]:
    """Return the limits a request counts towards; one of no operation counts towards the overall ones."""
    operations = OPERATIONS.values() if operation is None else (operation,)
    limits = {
        _limit(each, rate_limit, plan)
        for each in operations
        for rate_limit in each.rate_limits
        if operation is not None or rate_limit.scope == "overall"
    }
    return tuple(sorted(limits, key=lambda limit: limit.name))


def all_limits(plan: SubscriptionPlan | None) -> tuple[Limit, ...]:
    """Return every limit of the document once, the overall ones first."""
    found = {limit for operation in OPERATIONS.values() for limit in limits_of(operation, plan)}
    return tuple(sorted(found, key=lambda limit: (limit.scope != "overall", limit.name)))


def is_closing(operation: Operation | None) -> bool:
    """Tell whether an operation closes, cancels or reduces, so that it may use what is kept back."""
    return operation is not None and operation.order is not None and operation.order.effect in _CLOSING


def reserved_of(limit: Limit, reserve: float) -> int:
    """Return how many requests of a limit are kept back: a part of the overall one, never all of it."""
    # The limit of a single operation is used up by that operation alone.
    if limit.scope != "overall":
        return 0
    return min(ceil(round(limit.requests * reserve, 6)), limit.requests - 1)


def longest_block() -> float:
    """Return the longest time in seconds for which the document has a key blocked after 429."""
    blocks = [limit.block for operation in OPERATIONS.values() for limit in operation.rate_limits]
    return float(max(blocks))


def _limit(operation: Operation, limit: RateLimit, plan: SubscriptionPlan | None) -> Limit:
    if limit.scope != "overall":
        return Limit(operation.id, limit.requests, limit.period)
    return Limit("overall", PLANS[plan] if plan else limit.requests, limit.period if not plan else 60)
