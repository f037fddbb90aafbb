"""One look at everything that is watched of one kind: the list of what is active, then what has left it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from threecommas_rest.options import RequestOptions
from threecommas_rest.request import Request
from threecommas_rest.undecoded import Undecoded, identity

from threecommas.arguments import check_count
from threecommas.changes.change import Change
from threecommas.changes.history import History, Seen, advance, without
from threecommas.errors import DeviationError, NotFoundError, ThreeCommasError
from threecommas.flow import CallOperation, OperationFlow, catching
from threecommas.status_waits import Waited
from threecommas.streams.channels import Channel

if TYPE_CHECKING:
    from threecommas_rest.reading import Reading

LOG = logging.getLogger("threecommas")

T = TypeVar("T")

Ids = int | Collection[int] | None
"""What is watched: one, several, or None for all that is active."""

PAGE_SIZE = 100
# Many may end at once. The others are not to wait for all of them, nor the budget to be used up by them.
_MOST_READ = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched(Generic[T]):
    """One kind of thing that is watched.

    `page` returns the request for a page of the list of what is active: it is given the number of the page
    from 1, and how many elements were seen before. A page has `PAGE_SIZE` elements, unless it is the last.
    `waited` is how one is asked for by its number, and what its status says. `channel` tells of this kind
    over the stream, with messages that are read as `model`; None where no stream tells of it.
    """

    kind: str
    page: Callable[[int, int], Request]
    parse_page: Callable[[bytes, Reading], list[T | Undecoded]]
    waited: Callable[[int], Waited[T]]
    updated_at: Callable[[T], datetime]
    account_id: Callable[[T], int]
    channel: Channel | None
    model: type[T]

    def seen(self, model: Any) -> Seen[T, Any] | None:
        """Return what of a model counts, None if its number or its status cannot be read."""
        try:
            waited = self.waited(model.id)
            status = waited.status(model)
        except DeviationError:
            return None
        return Seen(
            kind=self.kind,
            id=model.id,
            model=model,
            status=status,
            is_final=bool(or_none(waited.has_ended, model)),
            updated_at=or_none(self.updated_at, model),
        )


class Poll(Generic[T]):
    """The looks at one kind, one after the other. `options` are those of a request, made when it leaves."""

    def __init__(
        self, watched: Watched[T], ids: Ids, options: Callable[[Request], RequestOptions | None]
    ) -> None:
        self._watched, self._ids, self._options = watched, _numbers(ids), options
        self._history: History[T, Any] = History()
        self._looks = 0
        self._read_at: dict[int, int] = {}

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can change, as all that is watched by its number has ended."""
        return self._ids is not None and self._ids <= self._history.ended

    @property
    def latest(self) -> tuple[Seen[T, Any], ...]:
        """What goes on, as it was last seen."""
        return tuple(self._history.latest.values())

    def look(self) -> OperationFlow[tuple[tuple[Change[T, Any], ...], ThreeCommasError | None]]:
        """Return the steps to the changes since the last look, and the error that broke this one off."""
        self._looks += 1
        found: list[Seen[T, Any]] = []
        error = yield from catching(self._read(found))
        self._history, changes = advance(self._history, found)
        return changes, error

    def _read(self, found: list[Seen[T, Any]]) -> OperationFlow[None]:
        """Put into `found` what is seen, one by one, so that an error takes nothing away."""
        wanted = self._history.latest.keys() if self._ids is None else self._ids - self._history.ended
        present: set[int] = set()
        # One alone is asked for by its number, whatever else is active.
        if self._ids is None or len(wanted) > 1:
            present = yield from self._read_list(wanted, found)
        left = sorted(wanted - present, key=lambda number: (self._read_at.get(number, 0), number))
        for number in left[:_MOST_READ]:
            yield from self._read_one(number, found)

    def _read_one(self, number: int, found: list[Seen[T, Any]]) -> OperationFlow[None]:
        """Ask for what is not in the list; what was seen before and is gone keeps the others from nothing."""
        waited = self._watched.waited(number)
        try:
            model = yield self._call(waited.request, waited.parse)
        except NotFoundError as error:
            if number not in self._history.latest:
                raise
            LOG.warning("%s %d is gone, and watched no more: %s", self._watched.kind, number, error)
            self._history = without(self._history, number)
        else:
            self._read_at[number] = self._looks
            self._note(model, found)

    def _read_list(self, wanted: Collection[int], found: list[Seen[T, Any]]) -> OperationFlow[set[int]]:
        """Read pages of the list as far as needed; return the numbers of what is active."""
        present: set[int] = set()
        known: set[int | str] = set()
        place = 0
        while True:
            place += 1
            page = yield self._call(self._watched.page(place, len(known)), self._watched.parse_page)
            fresh = {identity(element) for element in page} - known
            known |= fresh
            present.update(number for number in fresh if isinstance(number, int))
            present.update(each.id for each in page if isinstance(each, Undecoded) and each.id is not None)
            for element in page:
                self._note(element, found)
            is_enough = self._ids is not None and present.issuperset(wanted)
            # A page with nothing new ends it too, in case that a server ignores the place.
            if is_enough or not fresh or len(page) < PAGE_SIZE:
                return present

    def _note(self, element: T | Undecoded, found: list[Seen[T, Any]]) -> None:
        """Add what is seen. What cannot be read is passed by: the client has given notice of it."""
        seen = None if isinstance(element, Undecoded) else self._watched.seen(element)
        if seen is not None and (self._ids is None or seen.id in self._ids):
            found.append(seen)

    def _call(self, request: Request, parse: Callable[[bytes, Reading], Any]) -> CallOperation:
        return CallOperation(request, parse, self._options(request))


def or_none(read: Callable[[T], Any], model: T) -> Any:
    """Return what is read of a model, None for a member that is not as documented."""
    try:
        return read(model)
    except DeviationError:
        return None


def _numbers(ids: Ids) -> frozenset[int] | None:
    """Return the numbers; raise `ConfigurationError` for what is none."""
    if ids is None:
        return None
    given = list(ids) if isinstance(ids, Collection) and not isinstance(ids, str) else [ids]
    for number in given:
        check_count("ids", number)
    return frozenset(given)
