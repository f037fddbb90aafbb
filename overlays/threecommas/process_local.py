"""Objects that a forked process must not share with its parent: connections and locks.

Answers on a connection of two processes get mixed up, and a lock that another thread held at the fork is
never let go of. So such things belong to one process, and another makes its own when it needs them. What was
there before is left as it is: closing it could say goodbye to 3Commas in the name of the other process.
"""

import os
import threading
from collections.abc import Callable
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class PerProcess(Generic[T]):
    """A thing of which each process has its own: `first` here, and what `make` returns of it in a child."""

    def __init__(self, first: T, make: Callable[[T], T]) -> None:
        self._made_by, self._last, self._make = {os.getpid(): first}, first, make

    def get(self) -> T:
        """Return the thing of this process."""
        pid = os.getpid()
        try:
            return self._made_by[pid]
        except KeyError:
            # Of threads that come here at once one wins, in one step of the interpreter. A lock would not do.
            self._last = self._made_by.setdefault(pid, self._make(self._last))
            return self._made_by[pid]

    def is_here(self) -> bool:
        """Tell whether this process has the thing already."""
        return os.getpid() in self._made_by


class ProcessLock:
    """A lock among the threads of a process."""

    def __init__(self) -> None:
        self._locks = PerProcess(threading.Lock(), lambda _: threading.Lock())

    def acquire(self, *, timeout: float = -1) -> bool:
        """Take the lock, and tell whether that came about in so many seconds."""
        return self._locks.get().acquire(timeout=timeout)

    def release(self) -> None:
        """Let go of the lock, which a process that was forked off in the meantime does not hold."""
        lock = self._locks.get()
        if lock.locked():
            lock.release()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.release()
