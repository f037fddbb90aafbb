"""The search for the SmartTrade with a key of `create_once`, through the list, newest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from threecommas_rest import api
from threecommas_rest.request import Request

from threecommas.errors import ThreeCommasError
from threecommas.flow import CallOperation, OperationFlow, Sleep, catching
from threecommas.smart_trades.list_entry import ListEntry, read_entries

Found: TypeAlias = tuple[ListEntry, ...]
"""The SmartTrades with a key, the lowest id first."""


@dataclass(frozen=True, slots=True)
class KeySearch:
    """The search for a key among all SmartTrades of the client's mode.

    It is not narrowed to an account or a pair, so that another order under the key shows as well.
    """

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
        """Return the SmartTrades with the key; raise `DecodeError` for one whose note cannot be read."""
        found: dict[int, ListEntry] = {}
        seen: set[int] = set()
        page = 1
        while True:
            listed: list[ListEntry] = yield CallOperation(_page(page), read_entries)
            for each in listed:
                each.demand_note(since)
                if each.key == self.key:
                    found[each.id] = each
            # New SmartTrades push old ones onto the next page: some come twice, but none is left out.
            if seen.issuperset(each.id for each in listed) or _reaches_back(listed, since):
                return tuple(found[number] for number in sorted(found))
            seen.update(each.id for each in listed)
            page += 1


def _page(page: int) -> Request:
    # Not narrowed by `from`: a clock or a time zone gone wrong would hide the very one.
    return api.list_smart_trades.build(
        status="all", order_by="created_at", order_direction="desc", page=page, per_page=100
    )


def _reaches_back(listed: list[ListEntry], since: datetime) -> bool:
    """Tell whether a page that is sorted as it was asked for ends with a SmartTrade too old to matter."""
    moments = [each.created_at for each in listed if each.created_at is not None]
    is_sorted = len(moments) == len(listed) and moments == sorted(moments, reverse=True)
    return is_sorted and moments[-1] < since
