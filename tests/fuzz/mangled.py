"""Input that was right once: documented bytes and JSON values with a few places broken."""

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

_DEEP = 400
TEXTS = [
    *("", " ", "x", "-1", "0", "1e-8", "1e999999999", "NaN", "Infinity", "9" * 5000, "0." + "0" * 400 + "1"),
    *("true", "null", "[]", "{}", "../..", "%00", "%ff", "\x00", "\n", "é", "\u2028", "\ud800", "😀", "{id}"),
    *("2024-02-30", "9999-12-31T23:59:59Z", "2024-09-10T14:44:22.416Z", "a=b,c", "value=", "[0]", "=1+1"),
]
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1, 2**63, -(2**63), 10**400, 1.5, 1e308, -0.0, 1e-320),
    *([], {}, [[]], [None], {"": None}, {"$ref": "#"}, json.loads("[" * _DEEP + "]" * _DEEP)),
]
_TOKENS = [
    *(b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b'"', b"\\", b"\\u", b"{", b"}", b"[", b"]", b","),
    *(b":", b"\n", b"\r", b"\t", b"NaN", b"1e999999999", b"-", b"*a", b"&a ", b"!!python/none ", b"<<: "),
    *(b"[" * 5000, b"- " * 300, b"9" * 5000, b"? ", b"|", b"---\n", b"%", b"#"),
]
_EDITS = st.tuples(
    st.sampled_from(["cut", "double", "insert", "end"]),
    st.integers(0, 2**24),
    st.integers(1, 40),
    st.sampled_from(_TOKENS) | st.binary(min_size=1, max_size=4),
)

texts = st.sampled_from(TEXTS) | st.text(max_size=12)
"""Texts that programs stumble over, and any others."""


@st.composite
def mangled_bytes(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """Return one of the contents with pieces left out, doubled, put in, or with its end missing."""
    content = draw(st.sampled_from(seeds))
    for kind, place, length, token in draw(st.lists(_EDITS, max_size=4)):
        at = place % (len(content) + 1)
        piece = {"double": content[at : at + length] * 2, "insert": token}.get(kind, b"")
        rest = {"insert": content[at:], "end": b""}.get(kind, content[at + length :])
        content = content[:at] + piece + rest
    return content


@st.composite
def mangled_json(draw: st.DrawFn, seeds: Sequence[Any]) -> Any:
    """Return one of the JSON values with some of what it holds replaced, left out or renamed."""
    whole = {"": copy.deepcopy(draw(st.sampled_from(seeds)))}
    for _ in range(draw(st.integers(0, 3))):
        holder, key = draw(st.sampled_from(list(_places(whole))))
        match draw(st.sampled_from(["value", "text", "gone", "moved"])):
            case "value":
                holder[key] = draw(st.sampled_from(VALUES))
            case "text":
                holder[key] = draw(texts)
            case "gone" if holder is not whole:
                del holder[key]
            case "moved" if isinstance(holder, dict) and holder is not whole:
                holder[draw(texts)] = holder.pop(key)
    return whole[""]


def _places(holder: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
        yield holder, key
        if isinstance(holder[key], dict | list) and holder[key] not in VALUES:
            yield from _places(holder[key])


def as_bytes(value: Any) -> bytes:
    """Return JSON that Python writes: with NaN and half characters, if they are in the value."""
    return json.dumps(value).encode()
