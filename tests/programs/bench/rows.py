"""One line of the bench: what was measured, what it should be, and whether it is."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Target:
    """A bound: `limit` is in the row's unit and met by as much, or by less or more of it."""

    at: Literal["most", "least"]
    limit: float

    def admits(self, measured: float) -> bool:
        """Return whether the bound is kept."""
        return measured <= self.limit if self.at == "most" else measured >= self.limit

    def __str__(self) -> str:
        return f"{'≤' if self.at == 'most' else '≥'} {self.limit:g}"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure; `measured` is None where it could not be taken, and `note` says why, or what is in it.

    `cause` says what keeps it from its target, as far as somebody has found out.
    """

    name: str
    unit: str
    measured: float | None
    target: Target | None = None
    note: str = ""
    cause: str = ""

    @property
    def holds(self) -> bool | None:
        """Return whether the target is met, None where there is no target or no figure."""
        return None if self.measured is None or self.target is None else self.target.admits(self.measured)

    @property
    def remark(self) -> str:
        """Return the note, and why the target is missed if it is."""
        if self.holds is not False:
            return self.note
        return "; ".join(filter(None, (self.note, f"missed: {self.cause or 'nobody has found out why'}")))
