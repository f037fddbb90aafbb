"""Judges side by side: each has a copy of the project, and does one thing at a time."""

from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from judge import PATIENCE, Judge

T = TypeVar("T")


class Bench:
    """Some judges; the next one who is free takes a question. `patience` is in seconds."""

    def __init__(self, folder: Path, count: int, *, patience: float = PATIENCE) -> None:
        self._free: SimpleQueue[Judge] = SimpleQueue()
        for number in range(count):
            self._free.put(Judge(folder / str(number), patience=patience))

    def ask(self, question: Callable[[Judge], T]) -> T:
        """Put a question to the next judge who is free."""
        judge = self._free.get()
        try:
            return question(judge)
        finally:
            self._free.put(judge)
