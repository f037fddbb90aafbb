"""One request and its answer as they went over the wire, whatever recorded them.

The modules of `recordings` read the files; here bodies are unpacked and parsed.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order they were sent; a name may occur more than once."""

Members = Callable[[list[tuple[str, Any]]], dict[str, Any]]

JSON = "application/json"
_GZIP = b"\x1f\x8b"
# Documented bodies are six levels deep; comparing takes several stack frames for each.
_DEEPEST = 100


class Unreadable(ValueError):  # noqa: N818 - it is what became of the body, not a fault of the program
    """A body that cannot be read; the message says why without quoting it."""


@dataclass(frozen=True, slots=True)
class HttpTransaction:
    """A request and its answer. `origin` says where it was recorded; the rest may be secret and has no repr.

    A body of None was not recorded, which is something else than an empty one. Where there is `only_answer`,
    nothing of the request is known but the operation it called.
    """

    origin: str
    method: str = field(repr=False)
    url: str = field(repr=False)
    status: int = field(repr=False)
    request_headers: Headers = field(default=(), repr=False)
    request_body: bytes | None = field(default=None, repr=False)
    response_headers: Headers = field(default=(), repr=False)
    response_body: bytes | None = field(default=None, repr=False)
    only_answer: bool = False

    @property
    def accepted(self) -> bool:
        """Tell whether the API took the request, so that it testifies to what may be sent."""
        return 200 <= self.status < 300


def header(headers: Headers, name: str) -> str:
    """Return the first value of a header, "" if there is none; names are matched without case."""
    return next((value for key, value in headers if key.lower() == name), "")


def media_type(headers: Headers) -> str:
    """Return the content type in lower case and without parameters, "" if there is none."""
    return header(headers, "content-type").partition(";")[0].strip().lower()


def is_json(content_type: str) -> bool:
    """Tell whether a body of this content type is JSON."""
    return content_type == JSON or content_type.endswith("+json")


def text_bytes(text: str) -> bytes:
    """Return the bytes a recorder wrote as text: UTF-8, or one byte a character for packed bodies."""
    if text.startswith(_GZIP.decode("latin-1")) and all(ord(character) < 256 for character in text):
        return text.encode("latin-1")
    # JSON may spell half a surrogate pair, which is still an answer worth comparing.
    return text.encode("utf-8", "surrogatepass")


def value_bytes(value: object) -> bytes:
    """Return the bytes of a body that was recorded as a JSON value instead of text."""
    return json.dumps(value).encode()


def json_value(body: bytes, headers: Headers, members: Members = dict) -> Any:
    """Return what the body says; raise Unreadable if it is packed in a way not read here, or is no JSON.

    `members` makes an object of its members, in their order. Without it the last of one name wins.
    """
    try:
        value = json.loads(
            _unpacked(body, headers), object_pairs_hook=members, parse_constant=_refuse_constant
        )
    except RecursionError:
        raise Unreadable("is nested too deeply") from None
    except ValueError:
        raise Unreadable(_reason(header(headers, "content-encoding").lower())) from None
    if is_deep(value):
        raise Unreadable("is nested too deeply")
    return value


def is_deep(value: object) -> bool:
    """Tell whether a JSON value is nested deeper than any sensible body."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [child for holder in level for child in _children(holder)]
    return bool(level)


def _children(value: object) -> Iterable[object]:
    match value:
        case dict():
            return value.values()
        case list():
            return value
    return ()


def _refuse_constant(_: str) -> None:
    # Python reads NaN and Infinity, JSON has neither.
    raise ValueError


def _reason(coding: str) -> str:
    return f"is packed with {coding}" if coding in {"br", "zstd", "compress"} else "is no JSON"


def _unpacked(body: bytes, headers: Headers) -> bytes:
    # By the first bytes and not by the header: most recorders unpack the body and leave the header as it was.
    if body.startswith(_GZIP):
        return _inflated(body, (gzip.decompress,))
    if header(headers, "content-encoding").lower() == "deflate":
        return _inflated(body, (zlib.decompress, _raw_inflate))
    return body


def _inflated(body: bytes, ways: Iterable[Any]) -> bytes:
    for way in ways:
        try:
            return bytes(way(body))
        except (OSError, EOFError, zlib.error):
            continue
    return body


def _raw_inflate(body: bytes) -> bytes:
    return zlib.decompress(body, -zlib.MAX_WBITS)
