"""The schedule of faults: which of the next requests they meet, or by what chance.

Chance is computed from a seed and the number of the draw, so the same requests meet the same faults again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Generic, TypeVar

from threecommas_mock.faults.faults import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """When a fault strikes: with *probability* (0 to 1) as drawn from *seed*.

    *remaining* is how many times it may still strike, None for ever; *draws* is how often it was drawn for.
    """

    probability: float = 1.0
    seed: int = 0
    remaining: int | None = None
    draws: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 1:
            raise ValueError(f"probability: must be 0 to 1, got {self.probability}")
        if self.remaining is not None and self.remaining < 1:
            raise ValueError(f"times: must be 1 or more, got {self.remaining}")
        if self.draws < 0:
            raise ValueError(f"draws: must be 0 or more, got {self.draws}")

    @property
    def is_drawn(self) -> bool:
        """Tell whether the fault strikes at the next draw."""
        if self.probability == 1:
            return True
        # A generator for each draw leaves no hidden state that a snapshot would have to keep.
        return Random(f"{self.seed} {self.draws}").random() < self.probability  # noqa: S311


@dataclass(frozen=True, slots=True)
class Injection(Chance):
    """A fault waiting for requests; *operation* is an operationId, None for every request."""

    fault: Fault
    operation: str | None = None


Armed = TypeVar("Armed", bound=Chance)


class Injections(Generic[Armed]):
    """The faults that are armed. A request or frame meets one at most: the first given that strikes it."""

    def __init__(self) -> None:
        self._armed: dict[int, Armed] = {}
        self._next = 0

    def __iter__(self) -> Iterator[Armed]:
        return iter(tuple(self._armed.values()))

    def __len__(self) -> int:
        return len(self._armed)

    def add(self, injection: Armed) -> None:
        """Arm one more."""
        self._armed[self._next] = injection
        self._next += 1

    def clear(self) -> None:
        """Disarm all."""
        self._armed.clear()

    def restore(self, injections: Iterable[Armed]) -> None:
        """Arm these and no others."""
        self._armed = dict(enumerate(injections, self._next))
        self._next += len(self._armed)

    def draw(self, concerns: Callable[[Armed], bool]) -> tuple[int, Armed] | None:
        """Find the fault that strikes among those concerned, with the number to report it by once it did."""
        for number, injection in self._armed.items():
            if concerns(injection):
                self._armed[number] = replace(injection, draws=injection.draws + 1)
                if injection.is_drawn:
                    return number, injection
        return None

    def record_hit(self, number: int) -> None:
        """Count that a fault did something; the last time disarms it."""
        injection = self._armed[number]
        if injection.remaining == 1:
            del self._armed[number]
        elif injection.remaining is not None:
            self._armed[number] = replace(injection, remaining=injection.remaining - 1)
