"""What holds of any two documents: the same compare as equal, others do not, whatever is done to them."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diff.annotations import canonical
from generator.diff.document import Document
from generator.diff.operation_comparison import compare
from generator.document.findings import InvalidSpecError
from generator.document.json_pointer import follow, parts, pointer
from tests.diff.patching import BASE, applied, document, listed_cases, single_cases

CASES = [*single_cases("cases/breaking"), *single_cases("cases/harmless"), *listed_cases("corners")]
UNTIMED = settings(deadline=None, max_examples=30)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[str]:
    """Yield the pointer of everything in a document."""
    if path:
        yield pointer(path)
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, member in members:
        yield from places(member, (*path, key))


PLACES = [place for place in places(BASE) if place != "/info/version"]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_document_does_not_differ_from_itself(case: Any) -> None:
    assert compare(case.new, document("copy.json", dict(case.new.value))).changes == ()


def shuffled(value: Any, order: random.Random) -> Any:
    if isinstance(value, dict):
        return {key: shuffled(value[key], order) for key in order.sample(sorted(value), len(value))}
    return [shuffled(item, order) for item in value] if isinstance(value, list) else value


@UNTIMED
@given(st.integers(0, 1000))
def test_order_of_keys_means_nothing(seed: int) -> None:
    other = shuffled(BASE, random.Random(seed))
    assert compare(document("old.json", BASE), document("new.json", other)).changes == ()


def compared(old: dict[str, Any], new: dict[str, Any]) -> tuple[Any, ...] | None:
    """Return the changes, None if the altered document is refused by name."""
    try:
        return compare(document("old.json", old), document("new.json", new)).changes
    except InvalidSpecError as refused:
        return None if all(finding.file == "new.json" for finding in refused.findings) else ()


@UNTIMED
@given(st.sampled_from(PLACES))
def test_nothing_is_taken_away_unnoticed(place: str) -> None:
    assert compared(BASE, applied(BASE, [{"op": "remove", "path": place}])) != ()


@UNTIMED
@given(st.sampled_from(PLACES), st.sampled_from([None, 7, True, "other", ["other"], {"other": {}}, {}, []]))
def test_nothing_is_replaced_unnoticed(place: str, value: Any) -> None:
    altered = applied(BASE, [{"op": "replace", "path": place, "value": copy.deepcopy(value)}])
    if canonical(follow(BASE, place)) != canonical(value):
        assert compared(BASE, altered) != ()


@UNTIMED
@given(st.sampled_from(CASES))
def test_pointer_of_a_change_leads_into_the_document_it_names(case: Any) -> None:
    sides: dict[str, Document] = {"old": case.old, "new": case.new}
    for change in case.comparison.changes:
        holder, last = parts(change.pointer)[:-1], parts(change.pointer)[-1]
        found = follow(sides[change.side].value, pointer(holder))
        assert last in found or int(last) < len(found)
