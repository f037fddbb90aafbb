"""A change of a status, and an order of what was seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Generic[T, S]):
    """Something that has another status than before, or was seen for the first time.

    `kind` is ``SmartTrade``, ``deal``, ``bot`` (a DCA bot) or ``grid bot``. `old` and `new` are the models of
    before and now; `old` and `old_status` are None at first sight. `is_final` tells that it has ended, so
    that no other change follows. `updated_at` is the moment that the answer gives, None where it gives none.
    """

    kind: str
    id: int
    old: T | None
    new: T
    old_status: S | None
    status: S
    is_final: bool
    updated_at: datetime | None


def by_moment(seen: Any) -> tuple[bool, float, int]:
    """Return the place of something by its `updated_at`, then by its id; what has no moment comes last."""
    moment: datetime | None = seen.updated_at
    return moment is None, 0.0 if moment is None else moment.timestamp(), seen.id
