"""Listing one kind of thing that trades: all pages are read before anything is done about an element."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from threecommas_rest.json_text import dumps
from threecommas_rest.request import Request

from threecommas.errors import DecodeError
from threecommas.flow import OperationFlow
from threecommas.kill_switch.asking import elements_of
from threecommas.kill_switch.list_elements import number_of
from threecommas.kill_switch.stoppable import Chosen, Element, Stoppable

Ask: TypeAlias = Callable[[Request, Callable[[bytes, Any], Any]], OperationFlow[Any]]
"""Sends a request and results in what is read of its answer."""


@dataclass(slots=True)
class Listing:
    """What the list showed at one look."""

    active: dict[int, tuple[str, Element]] = field(default_factory=dict)
    """The elements by their numbers, each with its path in the answer."""

    unread: dict[tuple[str, str], DecodeError] = field(default_factory=dict)
    """The errors of those without a number, by their place on a page and their JSON."""

    def add(self, element: Any, path: str, operation_id: str) -> None:
        """Add an element of the list."""
        try:
            self.active.setdefault(number_of(element, path), (path, element))
        except DecodeError as error:
            error.operation_id = operation_id
            self.unread.setdefault((path, dumps(element)), error)

    @property
    def size(self) -> int:
        """How many elements were seen."""
        return len(self.active) + len(self.unread)


def listed(kind: Stoppable, chosen: Chosen, ask: Ask) -> OperationFlow[Listing]:
    """Read all pages of a list."""
    found, number = Listing(), 0
    while True:
        number, known = number + 1, found.size
        request = kind.page(chosen, number, known)
        for index, element in enumerate((yield from ask(request, elements_of))):
            found.add(element, f"[{index}]", kind.list_operation)
        if found.size == known:
            return found
