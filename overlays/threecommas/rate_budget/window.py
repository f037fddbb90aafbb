"""The sliding window of one limit: the times of its last requests, in a bucket of pyrate-limiter.

A clock may be set back: that of a machine that was started again, of a Redis, of a test. Then entries lie in
the future, and would hold everybody up until it comes. They are taken for entries of this moment instead, so
that nobody waits longer than one window, and none is forgotten.

The lock is held by `threecommas.rate_budget.key_ledger`. All times are in milliseconds.
"""

from math import ceil
from typing import cast

from pyrate_limiter import Rate, RateItem
from pyrate_limiter.abstracts import AbstractBucket

from threecommas.rate_budget.limits import Limit, LimitUsage
from threecommas.rate_budget.stores import Store


class Window:
    """One limit of one owner. `margin` is the part by which the window is longer than the limit's period.

    Of its requests `reserved` are kept back for those that close something.
    """

    def __init__(self, limit: Limit, store: Store, key_hash: str, *, margin: float, reserved: int) -> None:
        self.limit, self._reserved = limit, reserved
        self._span = ceil(limit.period * 1000 * (1 + margin))
        self._bucket = store.bucket(key_hash, limit.name, Rate(limit.requests, self._span))
        # In memory a look costs nothing, and its bucket relies on entries being in order.
        self._looks_ahead = store.is_nonblocking

    def wait(self, now: int, *, is_closing: bool = False) -> int:
        """Return how long until the limit takes one more: the oldest that fills it must be out by then."""
        self._bucket.leak(now)
        room = self.limit.requests - (0 if is_closing else self._reserved)
        wait = self._until_out(time_of(self._bucket, room - 1), now)
        if (wait or self._looks_ahead) and self._is_ahead(now):
            self._restamp(now)
            return self._until_out(time_of(self._bucket, room - 1), now)
        return wait

    def _is_ahead(self, now: int) -> bool:
        newest = time_of(self._bucket, 0)
        return newest is not None and newest > now

    def _restamp(self, now: int) -> None:
        """Let all entries be of this moment."""
        count = min(cast("int", self._bucket.count()), self.limit.requests)
        self._bucket.flush()
        self._bucket.put(RateItem("request", now, weight=count))

    def acquire(self, now: int) -> bool:
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
            left=max(0, self.limit.requests - self._reserved - used),
            reserved=self._reserved,
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


class Block:
    """A time for which nothing is sent, of one owner. It lasts no longer than it was made for."""

    def __init__(self, name: str, store: Store, key_hash: str) -> None:
        self._name = name
        self._begins = store.bucket(key_hash, f"{name}_begin", Rate(1, 1))
        self._ends = store.bucket(key_hash, name, Rate(1, 1))

    def last(self, span: int, now: int) -> None:
        """Let it last for so long from now; a hold that ends later stays as it is."""
        if self.left(now) >= span:
            return
        for bucket, time in ((self._begins, now), (self._ends, now + span)):
            bucket.put(RateItem(self._name, time))
            bucket.leak(now)

    def left(self, now: int) -> int:
        """Return how long it still lasts, 0 without one."""
        end = time_of(self._ends, 0)
        if end is None or end <= now:
            return 0
        begin = time_of(self._begins, 0)
        # Without a begin nobody can tell how long it was meant to be.
        span = end - begin if begin is not None else 0
        if end - now <= span:
            return end - now
        # The clock was set back: what it was made for begins anew.
        self._begins.flush()
        self._ends.flush()
        if span > 0:
            self._begins.put(RateItem(self._name, now))
            self._ends.put(RateItem(self._name, now + span))
        return max(0, span)
