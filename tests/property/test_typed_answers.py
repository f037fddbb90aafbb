"""An answer the document allows is read without loss; any other is kept, and a strict client refuses it."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas import ApiStatusError, DecodeError, Undecoded, errors, testing
from threecommas_rest.json_text import dumps, loads

from tests.property.effort import cases, generated
from tests.property.exact import exact
from tests.property.meaning import assert_means, places
from tests.property.typed_calls import FLAVOURS, Tap, calls, documented_call, operation_of
from tests.property.validity import complaints, has_content, response_schema, success_of

Record = Any
FEW, MANY = 8, 110
ERRORS = {
    400: (errors.InvalidRequestError, errors.NotFoundError, errors.WrongStateError),
    401: (errors.AuthenticationError,),
    403: (errors.PermissionDeniedError,),
    404: (errors.NotFoundError,),
    418: (errors.BannedError,),
    422: (errors.InvalidRequestError,),
    429: (errors.RateLimitError, errors.PermissionDeniedError),
    503: (errors.ServerError,),
}


def bodies_of(operation_id: str, status: int) -> st.SearchStrategy[bytes]:
    """Return bodies that the document allows, of an answer without one anything: nobody reads it."""
    if has_content(operation_id, status):
        return testing.responses(operation_id, status)
    return st.just(b"") | st.binary(max_size=40)


def answered(operation_id: str, flavour: str, status: int, body: bytes, **options: Any) -> Any:
    """Return what the client makes of an answer to a documented call."""
    tap = Tap(httpx.MockTransport(lambda _: httpx.Response(status, content=body)))
    return FLAVOURS[flavour](tap, documented_call(operation_of(operation_id), body), **options)


def written(value: Any) -> Any:
    if isinstance(value, list):
        return [written(item) for item in value]
    return value if value is None or isinstance(value, str | bool) else value.to_dict()


def classify(operation_id: str, flavour: str, status: int, body: bytes) -> ApiStatusError:
    with pytest.raises(ApiStatusError) as caught:
        answered(operation_id, flavour, status, body)
    assert isinstance(caught.value, ERRORS[status])
    assert (caught.value.status, caught.value.content) == (status, body)
    return caught.value


def assert_read(operation_id: str, body: bytes, value: Any) -> None:
    """Check that a success lost nothing and has the types of its schema."""
    raw = loads(body)
    assert exact(written(value)) == exact(raw)
    assert_means(response_schema(operation_id, success_of(operation_id)), raw, value)


def assert_told(raw: Any, error: ApiStatusError) -> None:
    """Check that an error says what its answer says."""
    assert error.body is not None
    assert exact(error.body.to_dict()) == exact(raw)
    described = raw.get("error_description") or None
    assert (error.code, error.description) == (raw["error"] or None, described)
    assert error.error_attributes == raw.get("error_attributes", {})


@pytest.mark.parametrize(("operation_id", "flavour"), calls("answers"))
def test_every_answer_is_read_without_loss_and_with_the_right_types(
    operation_id: str, flavour: str, record_property: Record
) -> None:
    good = success_of(operation_id)
    bodies = {
        status: st.tuples(st.just(status), bodies_of(operation_id, status)) for status in (good, *ERRORS)
    }
    count = 0

    @generated(FEW, MANY, part=f"answers {operation_id} {flavour}")
    @given(
        st.sampled_from([True, True, False]).flatmap(
            lambda succeeds: bodies[good] if succeeds else st.one_of(*[bodies[status] for status in ERRORS])
        )
    )
    def check(answer: tuple[int, bytes]) -> None:
        nonlocal count
        status, body = answer
        if not has_content(operation_id, status):
            assert answered(operation_id, flavour, status, body) is None
            count += 1
            return
        if status == good:
            assert_read(operation_id, body, answered(operation_id, flavour, status, body))
        else:
            assert_told(loads(body), classify(operation_id, flavour, status, body))
        count += 1

    check()
    assert count >= cases(FEW, MANY)
    record_property("generated answers", count)


@pytest.mark.parametrize(
    ("operation_id", "flavour"),
    [call for call in calls("wrong answers") if has_content(call[0], success_of(call[0]))],
)
def test_every_answer_that_is_not_allowed_is_an_error_of_a_strict_client_that_names_the_field(
    operation_id: str, flavour: str, record_property: Record
) -> None:
    status = success_of(operation_id)
    schema = response_schema(operation_id, status)
    count = 0

    @generated(FEW // 2, MANY // 2 + 5, part=f"wrong answers {operation_id} {flavour}")
    @given(st.data())
    def check(data: st.DataObject) -> None:
        nonlocal count
        whole = {"": loads(data.draw(testing.responses(operation_id, status)))}
        place = data.draw(st.sampled_from(list(places(schema, whole, ""))))
        place.put(data.draw(st.sampled_from(place.wrong())))
        body = dumps(whole[""]).encode()
        assert complaints(schema, body.decode()) or place.kind in {"decimal", "date-time"}
        if place.path and "items" in schema:
            index = int(place.path[1:].partition("]")[0])
            others = answered(operation_id, flavour, status, body, strict=True)
            wrong = others.pop(index)
            assert isinstance(wrong, Undecoded)
            assert wrong.error.path == place.path
            assert exact(wrong.raw) == exact(loads(body)[index])
            assert not any(isinstance(other, Undecoded) for other in others)
        else:
            with pytest.raises(DecodeError) as caught:
                answered(operation_id, flavour, status, body, strict=True)
            assert caught.value.path == place.path
            assert (caught.value.operation_id, caught.value.content) == (operation_id, body)
        count += 1

    check()
    record_property("generated wrong answers", count)


@pytest.mark.parametrize(("operation_id", "flavour"), calls("refusals"))
def test_every_refusal_with_another_body_is_the_error_of_its_status(operation_id: str, flavour: str) -> None:
    @generated(3, 20, part=f"refusals {operation_id} {flavour}")
    @given(
        st.sampled_from(sorted(ERRORS)), st.binary(max_size=40) | st.sampled_from([b"[]", b'{"error": 5}'])
    )
    def check(status: int, body: bytes) -> None:
        error = classify(operation_id, flavour, status, body)
        assert error.body is None
        assert error.code is None

    check()
