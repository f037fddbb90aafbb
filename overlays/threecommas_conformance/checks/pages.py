"""Rules of every list: no page is longer than was asked for, no element is another than was asked for."""

from collections.abc import Iterator
from typing import Any

from threecommas_conformance.checks.rule import Rule, Violation
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.traffic.calls import RecordedCall, get_in, items, number

FILTERS = ("account_id", "bot_id", "pair")
"""Queries by which every element that has a member of the same name has to have that value there."""


def listed(call: RecordedCall, operation: Operation) -> list[Any]:
    """Return the elements of a list that an answer has."""
    name = "" if operation.page is None else operation.page.items
    return items(get_in(call.answered, name) if name else call.answered)


def page_size(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield a page with more entries than were asked for; the document says what asks for them."""
    if operation.page is None:
        return
    size = number(call.query.get(operation.page.size_parameter, operation.page.max_size))
    found = listed(call, operation)
    if size is not None and len(found) > size:
        yield "A page is too long", f"It has {len(found)} entries instead of {size} at most."


def filtered(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield an element of a list with another value than the query asks for."""
    if operation.method != "GET" or operation.page is None:
        return
    for name in call.query.keys() & set(FILTERS):
        for element in listed(call, operation):
            found = get_in(element, name)
            if isinstance(found, str | int) and str(found) != call.query[name]:
                yield "A filter was passed over", f"{name}={call.query[name]} listed one with {found!r}."
                return


RULES: tuple[Rule, ...] = (page_size, filtered)
