"""Messages of the stream among the looks at one kind: both lead to one history.

A message counts like a look at one object, by its `updated_at`. Where it cannot tell what came first, REST is
asked, unless a later message is there already: the answer would tell of what comes after that one too. Which
accounts a stream covers is unknown. So what is told of an account that no list has shown is held against the
list of the client's mode, and left out if it is not in it.
"""

from __future__ import annotations

import logging
from typing import Any, NamedTuple, TypeVar

from threecommas.changes.change import Change
from threecommas.changes.history import Seen, advance, without
from threecommas.changes.poll import Poll, or_none
from threecommas.errors import ThreeCommasError
from threecommas.flow import OperationFlow, catching
from threecommas.streams.channels import Channel
from threecommas.streams.decoding import read_message
from threecommas.streams.source import StreamSource

LOG = logging.getLogger("threecommas")

T = TypeVar("T")


class Taken(NamedTuple):
    """What came of a message: changes, the error of asking about it, and whether the list has to decide."""

    changes: tuple[Change[Any, Any], ...] = ()
    error: ThreeCommasError | None = None
    needs_look: bool = False


class StreamPoll(Poll[T]):
    """A `Poll` that takes messages between its looks."""

    _known: frozenset[int] = frozenset()
    """The accounts that REST has shown."""
    _held: tuple[Seen[T, Any], ...] = ()
    """What was told of other accounts, until the next look."""
    _elsewhere: frozenset[int] = frozenset()

    def read(self, channel: Channel, body: Any, source: StreamSource) -> Seen[T, Any] | None:
        """Return what a message says of one that is watched, None if that is nothing."""
        made: Any = read_message(
            channel, self._watched.model, body, url=source.name, on_deviations=source.on_deviations
        )
        seen = None if made is None else self._watched.seen(made)
        return seen if seen is not None and (self._ids is None or seen.id in self._ids) else None

    def take(self, seen: Seen[T, Any], *, is_overtaken: bool) -> OperationFlow[Taken]:
        """Return the steps to what comes of a message; it is overtaken if a later one is there already."""
        if seen.id in self._history.ended:
            return Taken()
        old = self._history.latest.get(seen.id)
        if old is None and self._ids is None:
            if seen.is_final:
                # It may have ended long ago: no list of what is active ever had it.
                self._history = without(self._history, seen.id)
                return Taken()
            if (is_here := self._is_here(seen)) is None:
                self._held += (seen,)
            if not is_here:
                return Taken(needs_look=is_here is None)
        found, error = [seen], None
        if old is not None and _is_doubtful(seen, old):
            if is_overtaken:
                return Taken()
            found.clear()
            error = yield from catching(self._read_one(seen.id, found))
        self._history, changes = advance(self._history, found)
        return Taken(changes, error)

    def _read(self, found: list[Seen[T, Any]]) -> OperationFlow[None]:
        """Look as a `Poll` does, and settle which accounts are in the lists of the client's mode."""
        yield from super()._read(found)
        held, self._held = self._held, ()
        here = [each for each in held if self._is_here(each)]
        found += [each for each in here if not any(_is_doubtful(each, other) for other in (*here, *found))]
        accounts = {or_none(self._watched.account_id, each.model) for each in held}
        for account in sorted(each for each in accounts if each is not None and each not in self._known):
            self._elsewhere |= {account}
            LOG.info(
                "The stream tells of account %d, of which no list of the client's mode has a %s that is "
                "active. It is left out until one has.",
                account,
                self._watched.kind,
            )

    def _is_here(self, seen: Seen[T, Any]) -> bool | None:
        """Tell whether an object is in the lists of the client's mode; None if a look has to show it."""
        account = or_none(self._watched.account_id, seen.model)
        if account in self._known:
            return True
        return False if account is None or account in self._elsewhere else None

    def _note(self, element: Any, found: list[Seen[T, Any]]) -> None:
        before = len(found)
        super()._note(element, found)
        for seen in found[before:]:
            account = or_none(self._watched.account_id, seen.model)
            if account is not None:
                self._known |= {account}


def _is_doubtful(seen: Seen[T, Any], old: Seen[T, Any]) -> bool:
    """Tell whether nobody can say which of two statuses of one object came first."""
    if seen.id != old.id or seen.is_final or seen.status == old.status:
        return False
    return seen.updated_at is None or old.updated_at is None or seen.updated_at == old.updated_at


def is_later(seen: Seen[T, Any], other: Seen[T, Any]) -> bool:
    """Tell whether it is the same object at a later moment."""
    return (
        seen.id == other.id
        and seen.updated_at is not None
        and other.updated_at is not None
        and seen.updated_at > other.updated_at
    )
