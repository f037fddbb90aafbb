"""Messages of the stream among the looks at one kind: both lead to one history.

A message counts like a look at one object, by its `updated_at`. Where it cannot tell what came first, REST is
asked. Which accounts a stream covers is unknown. So what is told of an account that no list has shown is held
against the list of the client's mode, and left out if it is not in it.
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
    _unsettled: frozenset[int] = frozenset()
    _elsewhere: frozenset[int] = frozenset()

    @property
    def channel(self) -> Channel:
        """The channel that tells of this kind."""
        return self._watched.channel

    def read(self, body: Any, source: StreamSource) -> Seen[T, Any] | None:
        """Return what a message says of one that is watched, None if that is nothing."""
        made: Any = read_message(
            self.channel, self._watched.model, body, url=source.name, on_deviations=source.on_deviations
        )
        seen = None if made is None else self._watched.seen(made)
        return seen if seen is not None and (self._ids is None or seen.id in self._ids) else None

    def take(self, seen: Seen[T, Any]) -> OperationFlow[Taken]:
        """Return the steps to what comes of a message."""
        if seen.id in self._history.ended:
            return Taken()
        old = self._history.latest.get(seen.id)
        if old is None and self._ids is None:
            if seen.is_final:
                # It may have ended long ago: no list of what is active ever had it.
                self._history = without(self._history, seen.id)
                return Taken()
            if (is_here := self._is_here(seen)) is not True:
                return Taken(needs_look=is_here is None)
        found, error = [seen], None
        if old is not None and _is_doubtful(seen, old):
            found.clear()
            error = yield from catching(self._read_one(seen.id, found))
        self._history, changes = advance(self._history, found)
        return Taken(changes, error)

    def look(self) -> OperationFlow[tuple[tuple[Change[T, Any], ...], ThreeCommasError | None]]:
        """Look as a `Poll` does, and settle which accounts are in the lists of the client's mode."""
        changes, error = yield from super().look()
        if error is None and self._unsettled:
            left_out = self._unsettled - self._known
            self._elsewhere, self._unsettled = self._elsewhere | left_out, frozenset()
            for account in sorted(left_out):
                LOG.info(
                    "The stream tells of account %d, of which no list of the client's mode has a %s that is "
                    "active. It is left out until one has.",
                    account,
                    self._watched.kind,
                )
        return changes, error

    def _is_here(self, seen: Seen[T, Any]) -> bool | None:
        """Tell whether an object is in the lists of the client's mode; None if a look has to show it."""
        account = or_none(self._watched.account_id, seen.model)
        if account in self._known:
            return True
        if account is None or account in self._elsewhere:
            return False
        self._unsettled |= {account}
        return None

    def _note(self, element: Any, found: list[Seen[T, Any]]) -> None:
        before = len(found)
        super()._note(element, found)
        for seen in found[before:]:
            account = or_none(self._watched.account_id, seen.model)
            if account is not None:
                self._known |= {account}


def _is_doubtful(seen: Seen[T, Any], old: Seen[T, Any]) -> bool:
    """Tell whether nobody can say which of two statuses came first."""
    if seen.is_final or seen.status == old.status:
        return False
    return seen.updated_at is None or old.updated_at is None or seen.updated_at == old.updated_at
