"""Requests that get no answer: which operations are given up, and since when the server counts as gone.

An operation may hang up on what it is sent, while the server lives on. So an operation that is lost again and
again is left alone for the rest of a phase. A server is gone where several operations are lost in a row.
"""

from collections import Counter

# Losses in a row: of one operation until it is given up, of several until the server is.
_PATIENCE = 3


class Losses:
    """The losses of a run, each of an operation in a phase."""

    def __init__(self) -> None:
        self._in_a_row: list[str] = []
        self._of_each = Counter[tuple[str, str]]()

    def note(self, operation: str, phase: str, *, is_lost: bool) -> None:
        """Take what came of the next request."""
        if is_lost:
            self._in_a_row.append(operation)
            self._of_each[operation, phase] += 1
        else:
            self._in_a_row.clear()
            self._of_each[operation, phase] = 0

    def gives_up(self, operation: str, phase: str) -> bool:
        """Whether an operation was lost so often in a phase that it is asked no more there."""
        return self._of_each[operation, phase] >= _PATIENCE

    @property
    def is_gone(self) -> bool:
        """Whether nothing answers any more, whichever operation is asked."""
        return len(self._in_a_row) >= _PATIENCE and len(set(self._in_a_row)) > 1
