"""The search for what has a key of `create_once`, through the list, newest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias

from threecommas.create_once.creatable import Creatable
from threecommas.create_once.list_entry import ListEntry, read_entries
from threecommas.errors import ThreeCommasError
from threecommas.flow import CallOperation, OperationFlow, Sleep, catching

Found: TypeAlias = tuple[ListEntry, ...]
"""What has a key, the lowest id first."""


@dataclass(frozen=True, slots=True)
class KeySearch:
    """The search for a key among all of a kind and of the client's mode.

    It is not narrowed to an account or a pair, so that another order under the key shows as well.
    """

    kind: Creatable
    key: str

    def poll(
        self, since: datetime, pauses: tuple[float, ...], is_enough: Callable[[Found], bool]
    ) -> OperationFlow[Found]:
        """Look after each pause until it is enough; return the last look, or raise its error."""
        looked: Found | ThreeCommasError = ()
        for pause in pauses:
            yield Sleep(pause)
            looked = yield from catching(self.find(since))
            if isinstance(looked, tuple) and is_enough(looked):
                return looked
        if isinstance(looked, ThreeCommasError):
            raise looked
        return looked

    def find(self, since: datetime) -> OperationFlow[Found]:
        """Return what has the key; raise `DecodeError` for one whose note cannot be read."""
        found: dict[int, ListEntry] = {}
        seen: set[int] = set()
        page, read = 1, partial(read_entries, self.kind)
        while True:
            listed: list[ListEntry] = yield CallOperation(self.kind.page(page, len(seen)), read)
            for each in listed:
                each.demand_note(since)
                if each.key == self.key:
                    found[each.id] = each
            # New ones push old ones onto the next page: some come twice, but none is left out.
            if seen.issuperset(each.id for each in listed) or _reaches_back(listed, since):
                return tuple(found[number] for number in sorted(found))
            seen.update(each.id for each in listed)
            page += 1


def _reaches_back(listed: list[ListEntry], since: datetime) -> bool:
    """Tell whether a page that is sorted as it was asked for ends with one too old to matter."""
    moments = [each.created_at for each in listed if each.created_at is not None]
    is_sorted = len(moments) == len(listed) and moments == sorted(moments, reverse=True)
    return is_sorted and moments[-1] < since
