"""Whatever comes back, the client returns a value or raises one of its errors, and tells no secret."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas import ThreeCommasError

from tests.fuzz.mangled import as_bytes, mangled_bytes, mangled_json, texts
from tests.property.effort import generated
from tests.property.typed_calls import FLAVOURS, KEY, SECRET, Tap, calls, documented_call, operation_of
from tests.property.validity import at

HEADERS = [
    "Retry-After",
    "Date",
    "Content-Type",
    "Content-Encoding",
    "Location",
    "X-Request-Id",
    "Content-Length",
]
VALUES = [
    "0",
    "-1",
    "1e999",
    "soon",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "gzip",
    "br",
    "deflate",
    "text/html",
    "/",
    "é",
]


def answers_of(operation_id: str) -> list[Any]:
    """Return the documented answers of an operation, refusals too."""
    responses = [at(response) for response in operation_of(operation_id)["responses"].values()]
    examples = [
        each
        for response in responses
        for content in response.get("content", {}).values()
        for each in content["examples"].values()
    ]
    return [at(example)["value"] for example in examples]


def bodies_of(operation_id: str) -> st.SearchStrategy[bytes]:
    documented = answers_of(operation_id)
    return st.one_of(
        mangled_json(documented).map(as_bytes),
        mangled_bytes([as_bytes(answer) for answer in documented]),
        st.binary(max_size=64),
    )


@pytest.mark.parametrize(("operation_id", "flavour"), calls("fuzz"))
def test_any_answer_is_a_value_or_an_error_of_the_client(operation_id: str, flavour: str) -> None:
    operation = operation_of(operation_id)
    headers = st.dictionaries(
        st.sampled_from(HEADERS), st.sampled_from(VALUES) | st.text("0159 aZ:,;/", max_size=9), max_size=2
    )
    statuses = st.sampled_from([200, 201, 204, 400, 401, 404, 418, 422, 429, 500]) | st.integers(200, 599)

    @generated(5, 100, part=f"{operation_id} {flavour}")
    @given(statuses, headers, bodies_of(operation_id))
    def check(status: int, headers: dict[str, str], body: bytes) -> None:
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        tap = Tap(
            httpx.MockTransport(lambda _: httpx.Response(status, headers=raw, stream=httpx.ByteStream(body)))
        )
        try:
            value = FLAVOURS[flavour](tap, documented_call(operation, body))
        except ThreeCommasError as error:
            told = f"{error!s} {error!r} {vars(error)!r}"
            assert KEY not in told
            assert SECRET not in told
        else:
            assert repr(value)

    check()


@generated(60, 2000)
@given(st.sampled_from(["threecommas.errors", "text"]), texts, st.binary(max_size=300))
def test_a_gateway_page_in_an_error_stays_short(kind: str, text: str, page: bytes) -> None:
    body = page if kind == "text" else text.encode("utf-8", "replace") * 50
    tap = Tap(httpx.MockTransport(lambda _: httpx.Response(502, content=body)))
    with pytest.raises(ThreeCommasError) as caught:
        FLAVOURS["sync"](tap, lambda client: client.validate())
    assert len(str(caught.value)) < 1500
