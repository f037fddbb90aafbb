"""The statuses that may follow each other, by the extension x-transitions of the document."""

from collections.abc import Mapping
from functools import cached_property

from threecommas_conformance.document.operations import Json

NAME = "x-transitions"


class Transitions:
    """The table of one status enum. Looks miss what is between them, so any way to a status counts."""

    def __init__(self, following: Mapping[str, list[str]]) -> None:
        self._next = following

    def knows(self, status: str) -> bool:
        """Whether the table has a status."""
        return status in self._next

    def leads(self, before: str, after: str) -> bool:
        """Whether a status may be seen after another; one that the table does not know may."""
        known = before in self._next and after in self._next
        return not known or before == after or after in self._reached[before]

    def returns(self, status: str) -> bool:
        """Whether a status may be left and come to again, unseen."""
        return status not in self._next or status in self._reached[status]

    def is_end(self, status: str) -> bool:
        """Whether nothing follows a status."""
        return self._next.get(status) == []

    @cached_property
    def _reached(self) -> dict[str, set[str]]:
        found = {}
        for start, following in self._next.items():
            reached, waiting = set[str](), list(following)
            while waiting:
                status = waiting.pop()
                if status not in reached:
                    reached.add(status)
                    waiting += self._next[status]
            found[start] = reached
        return found


def transitions(document: Json) -> dict[str, Transitions]:
    """Return the tables of a document by the names of their schemas."""
    schemas = document["components"]["schemas"]
    return {name: Transitions(each[NAME]["next"]) for name, each in schemas.items() if NAME in each}
