"""An element of a list of what `create_once` makes, read for what identifies it and nothing else.

Reading the whole of it is left out on purpose: one element that nobody can decode must not hide another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from threecommas_rest.json_text import loads

from threecommas.create_once.creatable import Creatable
from threecommas.errors import DecodeError
from threecommas.kill_switch.list_elements import number_of
from threecommas.note_key import Seal, seal_of, split_note

if TYPE_CHECKING:
    from threecommas_rest.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """One of a kind as the list has it: `key` and `seal` are those of `create_once`, None without one.

    `created_at` and `note` are None if the answer does not say, or not in a way that can be read.
    `path` is its place in the answer.
    """

    kind: Creatable
    id: int
    note: str | None
    path: str
    created_at: datetime | None
    element: Mapping[str, Any]
    reading: Reading

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
        """Whether it does not count beside another, as one cancels what is too many.

        Raises `DecodeError` if its status cannot be read.
        """
        found = self.kind.is_given_up(self.element)
        if found is None:
            raise self._unreadable("has no status that can be read", "status.type")
        return found

    def demand_note(self, since: datetime) -> None:
        """Raise `DecodeError` if its note cannot be read; older than `since` it does not matter."""
        if self.note is None and (self.created_at is None or self.created_at >= since):
            raise self._unreadable("has no note that can be read", self.kind.note_member)

    def _unreadable(self, why: str, member: str) -> DecodeError:
        error = DecodeError(f"{self.kind.name} {self.id} of the list {why}", path=f"{self.path}.{member}")
        error.operation_id = self.reading.operation_id
        return error

    def whole(self) -> Any:
        """Return the whole; raise `DecodeError` for a deviation in it if the client is strict."""
        return self.reading.again().one(self.kind.made, self.element)


def read_entries(kind: Creatable, content: bytes, reading: Reading) -> list[ListEntry]:
    """Return the elements of a list's body; raise ValueError if it is no list of objects with ids."""
    elements = loads(content)
    if not isinstance(elements, list):
        raise ValueError(f"the list of {kind.plural} is not a JSON array")
    return [_listed(kind, element, f"[{index}]", reading) for index, element in enumerate(elements)]


def _listed(kind: Creatable, element: Any, path: str, reading: Reading) -> ListEntry:
    return ListEntry(
        kind=kind,
        id=number_of(element, path),
        note=kind.note(element),
        path=path,
        created_at=_moment(kind.created_at(element)),
        element=element,
        reading=reading,
    )


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None
