"""An answer is as long as the client allows, whatever it is encoded in and whatever it says of itself."""

import gzip
import json
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from threecommas import ConfigurationError, NotExecutedError, OutcomeUnknownError, ResponseTooLargeError
from threecommas.transport.bounded_content import MAX_RESPONSE_BYTES, ResponseTooLarge, decoded

from tests.client.transport.calls import CALLS, VALIDATE

LIMIT = 100_000
LIST = json.dumps([{"valid": True, "padding": "x" * 90_000}]).encode()
BOMB = bytes(2**20)


def raw_deflate(content: bytes) -> bytes:
    return zlib.compress(content, wbits=-zlib.MAX_WBITS)


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda content: content,
    "identity": lambda content: content,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "gzip, deflate": lambda content: zlib.compress(gzip.compress(content)),
    "gzip,gzip,gzip": lambda content: gzip.compress(gzip.compress(gzip.compress(content))),
}


class Dripping(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes in parts, and remembers how far it was read and whether it was closed."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content, self._size = content, size
        self.read, self.closed = 0, False

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._content), self._size):
            part = self._content[start : start + self._size]
            self.read += len(part)
            yield part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def answering(stream: Dripping, status: int = 200, **headers: str) -> httpx.MockTransport:
    named = {name.replace("_", "-"): value for name, value in headers.items() if value}
    return httpx.MockTransport(lambda request: httpx.Response(status, headers=named, stream=stream))


def outcome(call: Any, use: Any, **options: Any) -> Any:
    try:
        return call(use, **options)
    except Exception as error:
        return error


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("size", [1_000, 10_000_000])
def test_answer_within_the_limit_is_read_and_looks_as_it_came(size: int, coding: str, call: Any) -> None:
    stream = Dripping(CODINGS[coding](LIST), size)
    transport = answering(stream, Content_Encoding=coding, Content_Type="application/json")
    response = call(
        lambda client: client.http.get("/ver1/validate"), transport=transport, max_response_bytes=LIMIT
    )
    assert response.content == LIST
    assert response.json()[0]["valid"]
    assert response.headers.get("Content-Encoding", "") == coding
    assert stream.closed


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("status", [200, 404, 500])
@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("size", [1_000, 10_000_000])
def test_answer_beyond_the_limit_is_an_error_of_its_own(
    size: int, coding: str, status: int, call: Any
) -> None:
    stream = Dripping(CODINGS[coding](BOMB), size)
    transport = answering(stream, status, Content_Encoding=coding, Content_Length="1")
    error = outcome(call, VALIDATE, transport=transport, max_response_bytes=LIMIT)
    assert type(error) is ResponseTooLargeError
    assert f"after the status {status}: ResponseTooLarge (more than {LIMIT} bytes)" in str(error)
    assert error.status == status
    assert not error.outcome_unknown
    # Nobody reads on, and nobody asks for it again.
    assert stream.read <= LIMIT + size
    assert stream.closed


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_write_that_is_answered_beyond_the_limit_may_have_been_carried_out(coding: str, call: Any) -> None:
    transport = answering(Dripping(CODINGS[coding](BOMB), 1_000), Content_Encoding=coding)
    error = outcome(
        call,
        lambda client: client.smart_trades.cancel(1),
        transport=transport,
        max_response_bytes=LIMIT,
    )
    assert type(error) is OutcomeUnknownError
    assert error.cause == "ResponseTooLarge"
    assert error.outcome_unknown


@pytest.mark.parametrize("call", CALLS)
def test_answer_that_was_read_on_the_way_is_measured_too(call: Any) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=BOMB))
    error = outcome(call, VALIDATE, transport=transport, max_response_bytes=LIMIT)
    assert type(error) is ResponseTooLargeError


@pytest.mark.parametrize("coding", list(CODINGS)[1:])
def test_what_is_decoded_at_a_time_stays_in_bounds(coding: str) -> None:
    """Of twenty megabytes no more than a few may ever be there."""

    content = CODINGS[coding](bytes(20 * 2**20))
    tracemalloc.start()
    try:
        with pytest.raises(ResponseTooLarge):
            decoded(content, coding.split(","), LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 6 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("call", CALLS)
def test_answer_that_is_encoded_too_often_or_damaged_is_no_answer(call: Any) -> None:
    for content, coding in ((b"{}", "gzip"), (gzip.compress(b"{}"), ", ".join(["gzip"] * 4))):
        transport = answering(Dripping(content, 100), Content_Encoding=coding)
        error = outcome(call, VALIDATE, transport=transport, retries=None)
        assert type(error) is NotExecutedError
        assert error.cause == "DecodingError"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("wrong", [0, -1, 1.5, "64", None, True])
def test_limit_that_is_no_number_of_bytes_is_refused(wrong: Any, call: Any) -> None:
    error = outcome(call, VALIDATE, max_response_bytes=wrong)
    assert type(error) is ConfigurationError
    assert "max_response_bytes" in str(error)


def test_limit_lets_the_longest_real_lists_through_many_times() -> None:
    assert MAX_RESPONSE_BYTES > 50 * 890_000
