"""Work on another processor while this one goes on, where starting that is cheap.

A build reads the document so, while its own code is loaded, and writes its pages.
"""

import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def in_side_process(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Do *work* during the block, or after it where that would cost more than it saves.

    What the block is given waits for the work and returns its value. What *work* raises is raised at the end
    of the block, unless the block itself fails. Work, value and error have to be picklable.
    """
    if not _forks_cheaply():
        value = cache(work)
        yield value
        value()
        return
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        done = pool.submit(work)
        yield done.result
        done.result()


def _forks_cheaply() -> bool:
    """Tell whether a copy of this process can be had at once and safely: not with other threads in it."""
    return sys.platform == "linux" and threading.active_count() == 1
