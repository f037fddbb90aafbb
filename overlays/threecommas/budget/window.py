"""The sliding window of one limit: the times of its last requests, in a bucket of pyrate-limiter.

Whose turn it is to look and to take is the matter of `ledger`. All times are in milliseconds.
"""

from math import ceil
from typing import cast

from pyrate_limiter import Rate, RateItem
from pyrate_limiter.abstracts import AbstractBucket

from threecommas.budget.limits import Limit, LimitUsage
from threecommas.budget.stores import Store


class Window:
    """One limit of one owner. `margin` is the part by which the window is longer than the limit's period."""

    def __init__(self, limit: Limit, store: Store, owner: str, *, margin: float) -> None:
        self.limit = limit
        self._span = ceil(limit.period * 1000 * (1 + margin))
        self._bucket = store.bucket(owner, limit.name, Rate(limit.requests, self._span))

    def wait(self, now: int) -> int:
        """Return how long until the limit takes one more: the oldest that fills it must be out by then."""
        self._bucket.leak(now)
        return self._until_out(time_of(self._bucket, self.limit.requests - 1), now)

    def take(self, now: int) -> bool:
        """Count one request, unless the window is full."""
        return bool(self._bucket.put(RateItem("request", now)))

    def usage(self, now: int) -> LimitUsage:
        """Return how far the limit is used up."""
        free_in = self.wait(now)
        used = cast("int", self._bucket.count())
        return LimitUsage(
            scope=self.limit.scope,
            requests=self.limit.requests,
            period=self.limit.period,
            used=used,
            left=max(0, self.limit.requests - used),
            free_in=free_in / 1000,
            resets_in=self._until_out(time_of(self._bucket, 0), now) / 1000,
        )

    def _until_out(self, sent_at: int | None, now: int) -> int:
        return 0 if sent_at is None else max(0, sent_at + self._span + 1 - now)


def time_of(bucket: AbstractBucket, place: int) -> int | None:
    """Return the time of the entry in this place, counted from the newest; None if there is none."""
    # The library's types allow for buckets that are awaited; those of the stores are not.
    entry = cast("RateItem | None", bucket.peek(place))
    return None if entry is None else entry.timestamp
