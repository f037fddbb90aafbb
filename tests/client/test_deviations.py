"""No answer is lost: a member that is not as documented is kept, and raises only where a program uses it."""

import re
from collections.abc import Iterator

import httpx
import pytest
from threecommas import (
    ApiStatusError,
    DeviationError,
)
from threecommas_rest import readers
from threecommas_rest.json_text import dumps, loads

from tests.client.deviating import (
    FULL,
    OBJECTS,
    STRIDES,
    WAYS,
    check_kept,
    deviating,
    documented,
    kinds,
    largest,
    models_of,
    success_of,
    used,
    wire_kind,
    written,
)
from tests.property.exact import exact
from tests.property.typed_calls import FLAVOURS, Tap, documented_call, operation_of
from tests.sampling import rotated, sampled


@pytest.mark.parametrize(("operation_id", "way"), rotated("members", kinds(), WAYS))
def test_every_other_member_is_right_when_one_is_not_as_documented(operation_id: str, way: str) -> None:
    count = 0
    for answer in documented(operation_id) if FULL else [largest(operation_id)]:
        for place, changed in deviating(operation_id, answer):
            # Of five or so for each member, so that in turn each is met.
            if FULL or count % STRIDES[way] == 0:
                value = WAYS[way](operation_id, dumps(changed).encode())
                check_kept(operation_id, place, changed, value)
            count += 1
    assert count > 1 or not largest(operation_id)


@pytest.mark.parametrize(
    ("operation_id", "flavour"), rotated("deviations", sampled("deviations", OBJECTS, 24), FLAVOURS)
)
def test_client_returns_the_answer_in_which_a_member_is_not_as_documented(
    operation_id: str, flavour: str
) -> None:
    chosen = list(deviating_bodies(operation_id))
    for path, body in chosen if FULL else chosen[:: len(chosen) // 4 + 1]:
        tap = Tap(
            httpx.MockTransport(lambda _, body=body: httpx.Response(success_of(operation_id), content=body))
        )
        value = FLAVOURS[flavour](tap, documented_call(operation_of(operation_id), body))
        assert exact(written(value)) == exact(loads(body))
        with pytest.raises(DeviationError, match=re.escape(f"{operation_id}: {path}: ")):
            used(value, path)


def deviating_bodies(operation_id: str) -> Iterator[tuple[str, bytes]]:
    for answer in documented(operation_id) if FULL else [largest(operation_id)]:
        for place, changed in deviating(operation_id, answer):
            yield place.path, dumps(changed).encode()


REFUSED = [
    (name, int(status.replace("X", "0")))
    for name in OBJECTS
    for status in operation_of(name)["responses"]
    if status >= "300"
]


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(("operation_id", "status"), REFUSED if FULL else REFUSED[:: len(REFUSED) // 3])
def test_refusal_in_which_a_member_is_not_as_documented_is_one_all_the_same(
    operation_id: str, status: int, flavour: str
) -> None:
    for answer in documented(operation_id, status):
        for _, changed in deviating(operation_id, answer, status):
            body = dumps(changed).encode()
            tap = Tap(httpx.MockTransport(lambda _, body=body: httpx.Response(status, content=body)))
            with pytest.raises(ApiStatusError) as caught:
                FLAVOURS[flavour](tap, documented_call(operation_of(operation_id)))
            assert (caught.value.status, caught.value.content) == (status, body)
            assert str(caught.value)


def test_every_kind_of_answer_is_read_in_one_go_or_member_by_member() -> None:
    # A map has no members that are documented by name, and is read entry by entry.
    # One of several objects is read as each of them in turn.
    objects = [each for each in OBJECTS if len(models_of(each)) == 1 and models_of(each)[0]._members()]
    kinds = {wire_kind(each).replace(" | Undecoded", "") for each in objects}
    assert kinds <= readers.MODULES.keys()
