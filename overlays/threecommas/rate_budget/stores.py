"""Stores of a rate budget: this process, a file of this machine, or a Redis for a fleet.

The counting is pyrate-limiter's. What is added is the lock: what a request counts towards is checked and
acquired in one go, so that a request refused by one limit uses up nothing of another.
"""

import contextlib
import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, Protocol, Self, cast

from pyrate_limiter import InMemoryBucket, Rate, RateItem, RedisBucket, SQLiteBucket
from pyrate_limiter.abstracts import AbstractBucket
from pyrate_limiter.buckets.redis_bucket import LuaScript

from threecommas.errors import ConfigurationError
from threecommas.messages.hidden import Hidden

Clock = Callable[[], float]

# Seconds: how long to wait for the lock at most, after how long that of a process that died ends, and how
# long a Redis may take to answer.
_PATIENCE = 30.0
_LONGEST_TURN = 10.0
_LONGEST_ANSWER = 2.0


class Store(Protocol):
    """What holds the buckets of one budget."""

    is_nonblocking: bool
    """Whether an event loop may call it without a thread."""

    errors: tuple[type[Exception], ...]
    """What it raises when it cannot be used."""

    def now(self) -> float:
        """Return the time in seconds, from anywhere but the same for all who share the store."""
        ...

    def lock(self, key_hash: str, patience: float = math.inf) -> AbstractContextManager[object]:
        """Return a context in which nobody else has the lock of the same key.

        It waits for it for `patience` seconds and no longer, nor ever longer than half a minute.
        """
        ...

    def bucket(self, key_hash: str, name: str, rate: Rate) -> AbstractBucket:
        """Return a bucket; it is used under the lock alone."""
        ...

    def forked(self) -> Self:
        """Return the store for a process that was forked off; this one stays as it is."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class MemoryStore:
    """In this process."""

    is_nonblocking = True
    errors: tuple[type[Exception], ...] = ()

    def __init__(self, clock: Clock | None) -> None:
        self.now = clock or time.monotonic
        self._buckets: dict[tuple[str, str], InMemoryBucket] = {}
        self._inherited: dict[tuple[str, str], list[RateItem]] = {}
        self._lock = threading.Lock()

    def lock(self, key_hash: str, patience: float = math.inf) -> AbstractContextManager[object]:
        """Return the lock of all threads, which none of them holds for long."""
        return self._lock

    def bucket(self, key_hash: str, name: str, rate: Rate) -> AbstractBucket:
        """Return a new bucket; in a process that was forked off it has what the other one had counted."""
        self._buckets[key_hash, name] = bucket = InMemoryBucket([rate])
        bucket.items = self._inherited.pop((key_hash, name), [])
        return bucket

    def forked(self) -> Self:
        """Return a store that goes on counting, with locks of its own."""
        made = type(self)(self.now)
        made._inherited = {key: list(bucket.items) for key, bucket in self._buckets.items()}
        return made

    def close(self) -> None:
        """Do nothing: memory needs no closing."""


class SqliteStore:
    """In a file, for the processes of one machine. A second file next to it is the lock.

    Its clock counts from the start of the machine: nobody can set it, and all processes read the same.
    """

    is_nonblocking = False
    errors: tuple[type[Exception], ...] = (sqlite3.Error, OSError)

    def __init__(self, path: Path, clock: Clock | None) -> None:
        self.now = clock or machine_clock()
        self._path = path
        self._lock = threading.Lock()
        self._lock_connection = _connection(path.with_name(path.name + "-turns"))
        self._buckets: list[SQLiteBucket] = []

    @contextlib.contextmanager
    def lock(self, key_hash: str, patience: float = math.inf) -> Iterator[None]:
        """Hold a transaction that excludes all others; the system ends that of a process that died."""
        seconds = min(patience, _PATIENCE)
        if not self._lock.acquire(timeout=seconds):
            raise OSError("other threads keep the store of the budget busy")
        try:
            self._lock_connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}").close()
            self._lock_connection.execute("BEGIN EXCLUSIVE")
            try:
                yield
            finally:
                self._lock_connection.execute("ROLLBACK")
        finally:
            self._lock.release()

    def bucket(self, key_hash: str, name: str, rate: Rate) -> AbstractBucket:
        """Return the bucket of a table of this name."""
        bucket = SQLiteBucket.init_from_file([rate], table=f"{key_hash}_{name}", db_path=str(self._path))
        # Without them each request would wait for the disk, to save counts that are void in a minute.
        bucket.conn.execute("PRAGMA journal_mode=WAL").close()
        bucket.conn.execute("PRAGMA synchronous=NORMAL").close()
        self._buckets.append(bucket)
        return bucket

    def forked(self) -> Self:
        """Return a store with connections of its own, as SQLite asks for."""
        return type(self)(self._path, self.now)

    def close(self) -> None:
        """Close the files."""
        for bucket in self._buckets:
            bucket.close()  # type: ignore[no-untyped-call]  # so in pyrate-limiter
        self._lock_connection.close()


class RedisStore:
    """In a Redis, for all who can reach it. Its clock is theirs unless one is given."""

    is_nonblocking = False

    def __init__(self, url: Hidden[str], clock: Clock | None) -> None:
        redis = _redis()
        # Without them a Redis that hangs would hold up whoever asks. What the URL says comes before them.
        self._redis = redis.Redis.from_url(
            url.value, socket_timeout=_LONGEST_ANSWER, socket_connect_timeout=_LONGEST_ANSWER
        )
        self._clock = clock
        self.errors: tuple[type[Exception], ...] = (redis.RedisError, OSError)

    def now(self) -> float:
        """Return the time of the server: the clocks of machines differ."""
        if self._clock:
            return self._clock()
        seconds, microseconds = self._redis.time()
        return float(seconds) + float(microseconds) / 1e6

    @contextlib.contextmanager
    def lock(self, key_hash: str, patience: float = math.inf) -> Iterator[None]:
        """Hold redis' own lock, which ends by itself if the process dies."""
        name, seconds = f"threecommas:{key_hash}:turn", min(patience, _PATIENCE)
        with self._redis.lock(name, timeout=_LONGEST_TURN, sleep=0.01, blocking_timeout=seconds):
            # A Redis that was restarted has forgotten it, and the buckets would fail for ever.
            self._redis.script_load(LuaScript.PUT_ITEM)
            yield

    def bucket(self, key_hash: str, name: str, rate: Rate) -> AbstractBucket:
        """Return the bucket of a key of this name."""
        return cast("AbstractBucket", RedisBucket.init([rate], self._redis, f"threecommas:{key_hash}:{name}"))

    def forked(self) -> Self:
        """Return this: redis opens new connections by itself."""
        return self

    def close(self) -> None:
        """Close the connections."""
        self._redis.close()


def open_store(url: str, clock: Clock | None) -> Store:
    """Return the store of a URL `RateBudget` has checked; raise `ConfigurationError` if it fails to open."""
    address = Hidden(url)
    del url
    if address.value.startswith("memory://"):
        return MemoryStore(clock)
    try:
        return _opened(address, clock)
    except ConfigurationError:
        raise  # It is a ValueError too.
    except (sqlite3.Error, OSError, ValueError) as error:
        reason = type(error).__name__
    # Outside of `except`: redis found a port or a number wrong, and may quote the URL, and so a password.
    raise ConfigurationError(
        f"The store of the budget cannot be opened ({reason}). Check its URL, and for sqlite that the folder "
        "exists and may be written to."
    )


def _opened(url: Hidden[str], clock: Clock | None) -> Store:
    if url.value.startswith("sqlite://"):
        return SqliteStore(Path(url.value.removeprefix("sqlite:///")), clock)
    return RedisStore(url, clock)


def machine_clock() -> Clock:
    """Return the seconds since this machine was started, sleep included where the system counts it."""
    since_start = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic if since_start is None else partial(time.clock_gettime, since_start)


def _connection(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)


def _redis() -> Any:
    # Deferred, because it is an extra.
    try:
        import redis  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            "A budget in Redis needs the redis library: pip install 'threecommas-sdk[redis]'"
        ) from None
    return redis
