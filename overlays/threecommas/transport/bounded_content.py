"""The content of an answer, read and decoded without ever growing far beyond a limit.

A few hundred kilobytes of gzip decode to gigabytes, so the limit counts for what arrives and for what each
coding of it comes to. What ``Content-Length`` says plays no part. Decoding itself is httpx's work: it gets
the bytes in slices so small that one of them cannot exceed the limit by much.
"""

from collections.abc import Iterator

import httpx

from threecommas.errors import ConfigurationError

MAX_RESPONSE_BYTES = 64 * 2**20
"""The longest real lists have less than a megabyte."""

# Bytes that are decoded in one go. Deflate makes at most 1032 of one, zstd 128 KiB of four, and brotli up to
# 16 MiB of three.
_SLICE = 1024
_SLICES = {"br": 16, "zstd": 64}
# An encoding within an encoding serves nobody; each costs the time of decoding up to the limit.
_MOST_CODINGS = 3


class ResponseTooLarge(Exception):  # noqa: N818  (a cause, as httpx's ReadTimeout)
    """An answer is longer than the limit, in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def __str__(self) -> str:
        return f"more than {self.limit} bytes"


class Content:
    """The content of one answer: `add` what arrives, then `give` it to the response."""

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._chunks: list[bytes] = []

    def add(self, chunk: bytes) -> None:
        """Take bytes as they came over the wire; raise `ResponseTooLarge` if they are too many."""
        self._size += len(chunk)
        if self._size > self._limit:
            raise ResponseTooLarge(self._limit)
        self._chunks.append(chunk)

    def give(self, response: httpx.Response) -> None:
        """Let a response hold what was added, decoded; raise `ResponseTooLarge` if it comes to too much."""
        headers, content = response.headers, b"".join(self._chunks)
        codings = headers.get_list("Content-Encoding", split_commas=True)
        if codings:
            content = decoded(content, codings, self._limit)
            # Without the header httpx takes the content as it is; who looks at the answer sees it again.
            bare = headers.copy()
            del bare["Content-Encoding"]
            response.headers = bare
        response.stream = httpx.ByteStream(content)
        response.read()
        response.headers = headers

    def check(self, response: httpx.Response) -> None:
        """Raise `ResponseTooLarge` for a response that somebody has read before."""
        self.add(response.content)


def decoded(content: bytes, codings: list[str], limit: int) -> bytes:
    """Return the content without its codings, the last of which was put on last."""
    if len(codings) > _MOST_CODINGS:
        raise httpx.DecodingError(f"The answer is encoded {len(codings)} times")
    for coding in reversed(codings):
        content = b"".join(_bounded(content, coding.strip().lower(), limit))
    return content


def _bounded(content: bytes, coding: str, limit: int) -> Iterator[bytes]:
    slices = _Slices(content, _SLICES.get(coding, _SLICE))
    size = 0
    for piece in httpx.Response(200, headers={"Content-Encoding": coding}, stream=slices).iter_bytes():
        size += len(piece)
        if size > limit:
            raise ResponseTooLarge(limit)
        yield piece


class _Slices(httpx.SyncByteStream):
    def __init__(self, content: bytes, size: int) -> None:
        self._content, self._size = content, size

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._content), self._size):
            yield self._content[start : start + self._size]


def checked_limit(limit: int) -> int:
    """Return the most bytes of an answer; raise `ConfigurationError` for what is none."""
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ConfigurationError(f"max_response_bytes must be a number of bytes above 0, got {limit!r}")
    return limit
