"""The bots that are looked at, and those that rest: no look can do anything about them for now.

A bot rests until something about it changes, such as one of its deals, or until a moment: the one at which a
candle closes that its conditions wait for.
"""

from __future__ import annotations

from datetime import UTC, datetime

FOREVER = datetime.max.replace(tzinfo=UTC)
"""Later than any clock shows."""


class RestingBots:
    """Numbers of bots; each that is alive is either looked at or resting, and has a turn among the others."""

    def __init__(self) -> None:
        self._turns: dict[int, int] = {}
        self._next_turn = 0
        self._looked_at: set[int] = set()
        self._resting: dict[int, datetime] = {}

    def clear(self) -> None:
        """Forget all bots."""
        self._turns.clear()
        self._looked_at.clear()
        self._resting.clear()

    def keep(self, number: int) -> None:
        """Look at a bot from now on."""
        if number not in self._turns:
            self._turns[number] = self._next_turn
            self._next_turn += 1
        self.stir(number)

    def forget(self, number: int) -> None:
        """Look at a bot no more."""
        self._turns.pop(number, None)
        self._looked_at.discard(number)
        self._resting.pop(number, None)

    def stir(self, number: int) -> None:
        """Look again at a bot, if it is alive."""
        if number in self._turns:
            self._looked_at.add(number)
            self._resting.pop(number, None)

    def stir_all(self) -> None:
        """Look again at every bot."""
        self._looked_at.update(self._turns)
        self._resting.clear()

    def rest(self, number: int, until: datetime) -> None:
        """Let a bot rest until a moment, or until something stirs it."""
        self._looked_at.discard(number)
        # Nothing but a stir ends a rest without end, so no clock has to watch it.
        if until < FOREVER and number in self._turns:
            self._resting[number] = until

    def due(self, now: datetime) -> list[int]:
        """Return the bots to look at, by their turns; those whose rest is over are among them."""
        if self._resting:
            for number in [each for each, until in self._resting.items() if until <= now]:
                self.stir(number)
        return sorted(self._looked_at, key=self._turns.__getitem__)

    def until(self) -> datetime | None:
        """Return until when all of them rest; None if one is looked at."""
        return None if self._looked_at else min(self._resting.values(), default=FOREVER)
