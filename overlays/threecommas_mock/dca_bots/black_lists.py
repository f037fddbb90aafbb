"""The black lists of users: pairs that none of their bots trades.

The page says that an update adds pairs, the swagger file that it creates or updates the list; which of both
is up to `Assumptions.black_list`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class BlackLists:
    """A list of pairs for each user, by the number of the user."""

    def __init__(self) -> None:
        self._lists: dict[int, tuple[str, ...]] = {}

    @property
    def state(self) -> dict[str, tuple[str, ...]]:
        """All lists, as a value."""
        return {str(user): pairs for user, pairs in self._lists.items()}

    def restore(self, state: Mapping[str, tuple[str, ...]]) -> None:
        """Hold what *state* says, and nothing else."""
        self._lists = {int(user): pairs for user, pairs in state.items()}

    def of(self, user: int) -> tuple[str, ...]:
        """Return the pairs that no bot of a user trades."""
        return self._lists.get(user, ())

    def update(self, user: int, pairs: Sequence[str], *, adds: bool) -> tuple[str, ...]:
        """Put pairs on the list, or let it be these alone; gives the list."""
        kept = self.of(user) if adds else ()
        self._lists[user] = tuple(dict.fromkeys((*kept, *pairs)))
        return self._lists[user]
