"""The rule of every list with an order: its elements stand in it, as the document says by x-sort."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from threecommas_conformance.checks.rule import Rule, Violation
from threecommas_conformance.document.object_places import values_at
from threecommas_conformance.document.operations import Operation, Sort
from threecommas_conformance.traffic.calls import RecordedCall, get_in, items, number


def sorted_as_asked(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield a list that is out of the order which was asked for, or of its usual one."""
    sort = operation.sort
    word = "" if sort is None else call.query.get(sort.by, sort.default)
    if sort is None or word not in sort.members:
        return
    descending = _is_descending(call, sort)
    found = items(get_in(call.answered, sort.items) if sort.items else call.answered)
    values = [next(values_at(each, tuple(sort.members[word].split("/"))), None) for each in found]
    # Where something without a value stands is not documented.
    known = [(value, rank) for value in values if (rank := _rank(value)) is not None]
    for (before, low), (after, high) in pairwise(known):
        if type(low) is type(high) and (low < high if descending else low > high):
            way = "descending" if descending else "ascending"
            message = f"By {word}, {way}, {before} stands before {after}."
            yield "A list is out of its order", message
            return


RULES: tuple[Rule, ...] = (sorted_as_asked,)


def _is_descending(call: RecordedCall, sort: Sort) -> bool:
    asked = next((call.query[name] for name in sort.direction if name in call.query), None)
    return sort.descending if asked is None else asked.lower() == "desc"


def _rank(value: Any) -> Any:
    """Return what a value is sorted by: a moment, a number, or the text itself."""
    exact = number(value)
    if exact is not None:
        return exact
    if not isinstance(value, str):
        return None
    try:
        return Decimal(repr(datetime.fromisoformat(value).timestamp()))
    except ValueError:
        return value
