"""The history of what is watched: from what was seen before and what is seen now to the changes between.

It is pure. Nothing here asks, waits or knows what a SmartTrade is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from threecommas.changes.change import Change, by_moment

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(Generic[T, S]):
    """One look at one object: its model, and what of it counts for changes."""

    kind: str
    id: int
    model: T
    status: S
    is_final: bool
    updated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History(Generic[T, S]):
    """What is known: the latest sight of what goes on, by its number, and the numbers of what has ended."""

    latest: Mapping[int, Seen[T, S]] = field(default_factory=dict)
    ended: frozenset[int] = frozenset()


def advance(
    history: History[T, S], looked: Iterable[Seen[T, S]]
) -> tuple[History[T, S], tuple[Change[T, S], ...]]:
    """Return the history with what was seen, and the changes in the order of their moments.

    What is older than what is known changes nothing, nor does anything about what has ended. An end counts
    whatever its moment is: nothing comes after it.
    """
    latest, ended, changes = dict(history.latest), set(history.ended), []
    for seen in sorted(looked, key=by_moment):
        old = latest.get(seen.id)
        if seen.id in ended or (old is not None and _is_outdated(seen, old)):
            continue
        if seen.is_final:
            latest.pop(seen.id, None)
            ended.add(seen.id)
        else:
            latest[seen.id] = seen
        if seen.is_final or old is None or old.status != seen.status:
            changes.append(_change(old, seen))
    return History(latest=latest, ended=frozenset(ended)), tuple(changes)


def _is_outdated(seen: Seen[T, S], old: Seen[T, S]) -> bool:
    if seen.is_final or seen.updated_at is None or old.updated_at is None:
        return False
    return seen.updated_at < old.updated_at


def _change(old: Seen[T, S] | None, seen: Seen[T, S]) -> Change[T, S]:
    return Change(
        kind=seen.kind,
        id=seen.id,
        old=None if old is None else old.model,
        new=seen.model,
        old_status=None if old is None else old.status,
        status=seen.status,
        is_final=seen.is_final,
        updated_at=seen.updated_at,
    )


def without(history: History[T, S], number: int) -> History[T, S]:
    """Return the history after something has gone without an end: nothing more comes of it."""
    latest = {known: seen for known, seen in history.latest.items() if known != number}
    return History(latest=latest, ended=history.ended | {number})
