"""An element of the list of SmartTrades, read for what identifies it and nothing else.

Reading the whole of it is left out on purpose: one element that nobody can decode must not hide another.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from threecommas_rest import models
from threecommas_rest.json_text import loads

from threecommas.errors import DecodeError
from threecommas.kill_switch.list_elements import number_of
from threecommas.orders.note_key import Seal, seal_of, split_note

_GIVEN_UP = frozenset(
    {
        "cancellation_pending",
        "cancellation_in_progress",
        "cancelled",
        "panic_sell_pending",
        "panic_sell_in_progress",
        "panic_sold",
        "failed",
    }
)

if TYPE_CHECKING:
    from threecommas_rest.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """A SmartTrade as the list has it: `key` and `seal` are those of `create_once`, None without one.

    `created_at` and `note` are None if the answer does not say, or not in a way that can be read.
    `path` is its place in the answer.
    """

    id: int
    note: str | None
    path: str
    created_at: datetime | None
    element: Mapping[str, Any] = field(repr=False)
    reading: Reading = field(repr=False)

    @property
    def key(self) -> str | None:
        """The key in the note."""
        return split_note(self.note or "")[1]

    @property
    def seal(self) -> Seal | None:
        """What stands behind the key."""
        return seal_of(self.note or "")

    @property
    def is_given_up(self) -> bool:
        """Whether it failed, or is cancelled or closed at market, as one does with a SmartTrade too many.

        Raises `DecodeError` if its status cannot be read.
        """
        kind = status_of(self.element)
        if kind is None:
            raise self._unreadable("has no status that can be read", "status.type")
        return kind in _GIVEN_UP

    def demand_note(self, since: datetime) -> None:
        """Raise `DecodeError` if its note cannot be read; older than `since` it does not matter."""
        if self.note is None and (self.created_at is None or self.created_at >= since):
            raise self._unreadable("has no note that can be read", "note_raw")

    def _unreadable(self, why: str, member: str) -> DecodeError:
        error = DecodeError(f"SmartTrade {self.id} of the list {why}", path=f"{self.path}.{member}")
        error.operation_id = self.reading.operation_id
        return error

    def smart_trade(self) -> models.SmartTrade:
        """Return the whole; raise `DecodeError` for a deviation in it if the client is strict."""
        return self.reading.again().one(models.SmartTrade, self.element)


def read_entries(content: bytes, reading: Reading) -> list[ListEntry]:
    """Return the elements of a list's body; raise ValueError if it is no list of objects with ids."""
    elements = loads(content)
    if not isinstance(elements, list):
        raise ValueError("the list of SmartTrades is not a JSON array")
    return [_listed(element, f"[{index}]", reading) for index, element in enumerate(elements)]


def status_of(element: Mapping[str, Any]) -> str | None:
    """Return the type of the status of an element, None if it cannot be read."""
    status = element.get("status")
    kind = status.get("type") if isinstance(status, dict) else None
    return kind if isinstance(kind, str) else None


def _listed(element: Any, path: str, reading: Reading) -> ListEntry:
    return ListEntry(
        id=number_of(element, path),
        note=_note(element),
        path=path,
        created_at=_moment(element.get("data")),
        element=element,
        reading=reading,
    )


def _note(element: Mapping[str, Any]) -> str | None:
    """Return the note as it was entered, "" for none; None if the answer does not say in a way to be read."""
    raw, escaped = element.get("note_raw"), element.get("note")
    if isinstance(raw, str):
        return raw
    if isinstance(escaped, str):
        return html.unescape(escaped)
    # Documented: null when there is none.
    return "" if "note_raw" in element and raw is None else None


def _moment(data: object) -> datetime | None:
    text = data.get("created_at") if isinstance(data, dict) else None
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None
