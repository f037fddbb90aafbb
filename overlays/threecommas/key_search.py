"""The search for the SmartTrade with a key of `create_once`, through the list, newest first.

It is written as steps: an `Ask` is a request of the generated client and what reads its answer.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from threecommas_rest import api
from threecommas_rest.options import RequestOptions
from threecommas_rest.request import Request

from threecommas.errors import DuplicateOrderError, ThreeCommasError
from threecommas.listed import Listed, read_listed
from threecommas.steps import Sleep

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """Send the request of an operation. The result is what `parse` makes of the answer's body."""

    request: Request
    parse: Callable[[bytes], Any]
    options: RequestOptions | None = None


Asking = Generator[Ask | Sleep, Any, T]
"""A course of action over operations, with a result of type T."""


def tried(asking: Asking[T]) -> Asking[T | ThreeCommasError]:
    """Return the steps of a course of action that hands back what it would raise, duplicates excepted."""
    try:
        return (yield from asking)
    except DuplicateOrderError:
        raise
    except ThreeCommasError as error:
        return error


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySearch:
    """Where to search: among the SmartTrades of this account and pair."""

    account_id: int
    pair: str
    key: str

    def search(self, since: datetime, pauses: tuple[float, ...]) -> Asking[Listed | None]:
        """Look after each pause until found; raise the last look's error, as it leaves things open."""
        failed: ThreeCommasError | None = None
        for pause in pauses:
            yield Sleep(pause)
            listed = yield from tried(self.look(since))
            if isinstance(listed, Listed):
                return listed
            failed = listed
        if failed is not None:
            raise failed
        return None

    def look(self, since: datetime) -> Asking[Listed | None]:
        """Return the SmartTrade with the key; raise `DuplicateOrderError` if there are several."""
        found: dict[int, Listed] = {}
        seen: set[int] = set()
        page = 1
        while True:
            listed: list[Listed] = yield Ask(self._page(page), read_listed)
            found |= {each.id: each for each in listed if each.key == self.key}
            if len(found) > 1:
                raise DuplicateOrderError(self.key, tuple(sorted(found)))
            # New SmartTrades push old ones onto the next page: some come twice, but none is left out.
            if seen.issuperset(each.id for each in listed) or _reaches_back(listed, since):
                return next(iter(found.values()), None)
            seen.update(each.id for each in listed)
            page += 1

    def _page(self, page: int) -> Request:
        # Not narrowed by `from`: a clock or a time zone gone wrong would hide the very one.
        return api.list_smart_trades.build(
            account_id=self.account_id,
            pair=self.pair,
            status="all",
            order_by="created_at",
            order_direction="desc",
            page=page,
            per_page=100,
        )


def _reaches_back(listed: list[Listed], since: datetime) -> bool:
    """Tell whether a page that is sorted as it was asked for ends with a SmartTrade too old to matter."""
    moments = [each.created_at for each in listed if each.created_at is not None]
    is_sorted = len(moments) == len(listed) and moments == sorted(moments, reverse=True)
    return is_sorted and moments[-1] < since
