"""Lists in every documented order and by what their elements have."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from threecommas_conformance.checks.pages import FILTERS, listed
from threecommas_conformance.document.operations import Json, Operation
from threecommas_conformance.fixtures.survey import MODES
from threecommas_conformance.phases.example_calls import ExampleCalls
from threecommas_conformance.traffic.calls import get_in, parse_call
from threecommas_conformance.traffic.interactions import Interaction

_NOBODYS = {"pair": "USDT_NOBODY"}
_DIRECTIONS = ("asc", "desc")


class ListLooks:
    """Asks for lists that are below no object."""

    def __init__(self, calls: ExampleCalls) -> None:
        self._calls = calls

    def run(self) -> None:
        """Make the calls; the checks of the run judge them. Raises `StoppedError`."""
        for operation in self._calls.known:
            if operation.page is not None and not (operation.path_parameters or operation.needs_query):
                for mode in MODES:
                    whole = self._calls.send(operation, operation.path, mode=mode)
                    for query in _queries(operation, whole):
                        self._calls.send(operation, operation.path, query, mode=mode)


def _queries(operation: Operation, whole: Interaction | None) -> Iterator[Json]:
    """Yield queries for each order of a list, for one element, and for what its elements have."""
    sort = operation.sort
    if sort is not None and sort.by:
        for word, way, name in product(sort.members, _DIRECTIONS, sort.direction):
            yield {sort.by: word, name: way}
    if operation.page is not None:
        yield {operation.page.size_parameter: 1}
    names = {name for query in operation.queries for name in query}
    for name in FILTERS:
        for value in _values(whole, operation, name) if name in names else ():
            yield {name: value}


def _values(whole: Interaction | None, operation: Operation, name: str) -> list[Any]:
    """Return two different values that elements of a list have, and one that none has."""
    elements = listed(parse_call(whole), operation) if whole is not None else []
    found = [value for each in elements if (value := get_in(each, name)) is not None]
    return [*list(dict.fromkeys(found))[:2], _NOBODYS.get(name, "999999999")]
