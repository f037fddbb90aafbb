"""Requests of each phase, and their speed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from threecommas_conformance.traffic.interactions import Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """The requests of one phase; `seconds` from the first one sent to the last one answered."""

    phase: str
    requests: int
    seconds: float

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds if self.seconds else 0.0


def speeds(interactions: Iterable[Interaction]) -> list[Speed]:
    """Return the phases in the order in which they ran."""
    by_phase: dict[str, list[Interaction]] = {}
    for interaction in interactions:
        by_phase.setdefault(interaction.phase, []).append(interaction)
    return [
        Speed(phase=phase, requests=len(made), seconds=_seconds(made)) for phase, made in by_phase.items()
    ]


def text(found: Iterable[Speed]) -> str:
    """Return the phases as a table for a terminal."""
    head = f"{'phase':<12}{'requests':>9}{'seconds':>9}{'per second':>12}"
    rows = [f"{each.phase:<12}{each.requests:>9}{each.seconds:>9.1f}{each.rate:>12.0f}" for each in found]
    return "\n".join([head, *rows])


def _seconds(made: list[Interaction]) -> float:
    last = made[-1].started + timedelta(milliseconds=made[-1].milliseconds)
    return (last - made[0].started).total_seconds()
