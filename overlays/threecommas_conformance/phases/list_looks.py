"""Lists in every documented order, by what their elements have, and page by page."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from threecommas_conformance.checks.pages import FILTERS, listed
from threecommas_conformance.document.operations import Json, Operation, Page
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.fixtures.survey import MODES
from threecommas_conformance.phases.example_calls import ExampleCalls, succeeded
from threecommas_conformance.traffic.calls import get_in, parse_call
from threecommas_conformance.traffic.interactions import Interaction

_NOBODYS = {"pair": "USDT_NOBODY"}
_DIRECTIONS = ("asc", "desc")


class ListLooks:
    """Asks for lists that are below no object."""

    def __init__(self, calls: ExampleCalls) -> None:
        self._calls = calls

    def run(self) -> Iterator[Finding]:
        """Make the calls; the checks of the run judge single pages. Raises `StoppedError`."""
        for operation in self._calls.known:
            if operation.page is not None and not (operation.path_parameters or operation.needs_query):
                for mode in MODES:
                    whole = self._calls.send(operation, operation.path, mode=mode)
                    for query in _queries(operation, whole):
                        self._calls.send(operation, operation.path, query, mode=mode)
                    yield from self._pages(operation, operation.page, mode)

    def _pages(self, operation: Operation, page: Page, mode: str) -> Iterator[Finding]:
        """Yield a list whose first two elements are others on two pages than on one.

        It is asked for in one before and after, as a server works on between calls.
        """
        both = {page.size_parameter: 2}
        first = {page.size_parameter: 1, page.parameter: page.first}
        second = first | {page.parameter: page.first + 1}
        sent = [
            self._calls.send(operation, operation.path, each, mode=mode)
            for each in (both, first, second, both)
        ]
        before, one, two, after = (_ids(each, operation, page) for each in sent)
        # A page that is too long, or out of its order, is a finding by itself.
        is_known = len(before) == 2 and before == after and max(len(one), len(two)) < 2
        if is_known and sorted(one + two) != sorted(before) and sent[2] is not None:
            yield finding(
                operation=operation.id,
                phase=sent[2].phase,
                check="pages",
                title="The pages of a list do not follow each other",
                message=f"A page of two has {' and '.join(before)}. "
                f"Pages of one have {_written(one)}, then {_written(two)}.",
                what=operation.id,
                interaction=sent[2],
            )


def _queries(operation: Operation, whole: Interaction | None) -> Iterator[Json]:
    """Yield queries for each order of a list, for one element, and for what its elements have."""
    sort = operation.sort
    if sort is not None and sort.by:
        for word, way, name in product(sort.members, _DIRECTIONS, sort.direction):
            yield {sort.by: word, name: way}
    names = {name for query in operation.queries for name in query}
    for name in FILTERS:
        for value in _values(whole, operation, name) if name in names else ():
            yield {name: value}


def _values(whole: Interaction | None, operation: Operation, name: str) -> list[Any]:
    """Return two different values that elements of a list have, and one that none has."""
    elements = listed(parse_call(whole), operation) if whole is not None else []
    found = [value for each in elements if (value := get_in(each, name)) is not None]
    return [*list(dict.fromkeys(found))[:2], _NOBODYS.get(name, "999999999")]


def _ids(sent: Interaction | None, operation: Operation, page: Page) -> list[str]:
    elements = listed(parse_call(sent), operation) if succeeded(sent) else []
    return [str(get_in(each, page.id)) for each in elements]


def _written(ids: list[str]) -> str:
    return next(iter(ids), "nothing")
