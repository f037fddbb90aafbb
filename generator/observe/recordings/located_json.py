"""A piece of a recording with the place it stands at. An error can then say where.

A place is made of numbers and of the names that a format gives. So no message quotes the traffic.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import pointer
from generator.observe.http_transactions import Headers, text_bytes

RULE = "observe"
_STATUS = re.compile(r"[0-9]{1,3}")
_AGAIN = "Record the traffic again, or remove this exchange from the file."


@dataclass(frozen=True, slots=True)
class Entry:
    """An object of a recording: its file, the steps that lead to it, what it says."""

    file: str
    steps: tuple[str | int, ...]
    value: Any = field(repr=False)

    def refused(self, reason: str, *, key: str | int | None = None, advice: str = _AGAIN) -> InvalidSpecError:
        """Return the error that says what is wrong with this entry, or with one of its members."""
        steps = self.steps if key is None else (*self.steps, key)
        return InvalidSpecError([Finding(self.file, pointer(steps), RULE, reason, advice)])

    def has(self, key: str) -> bool:
        """Tell whether a member is there and not null."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def get(self, key: str) -> Any:
        """Return a member as it is, None if it is not there; raise InvalidSpecError if this is no object."""
        if not isinstance(self.value, dict):
            raise self.refused("is no object")
        return self.value.get(key)

    def entry(self, key: str) -> "Entry":
        """Return a member that must be there."""
        if self.get(key) is None:
            raise self.refused("is missing", key=key)
        return Entry(self.file, (*self.steps, key), self.value[key])

    def entries(self) -> Iterator["Entry"]:
        """Yield the items of a list."""
        if not isinstance(self.value, list):
            raise self.refused("is no list")
        yield from (Entry(self.file, (*self.steps, index), item) for index, item in enumerate(self.value))

    def text(self, *keys: str) -> str:
        """Return the text under the first of the keys that is there."""
        value = self._first(keys)
        if not isinstance(value, str) or not value:
            raise self.refused("is no text", key=keys[0])
        return value

    def status(self, key: str) -> int:
        """Return an HTTP status code, given as a number or as text."""
        value = self._first((key,))
        if isinstance(value, str) and _STATUS.fullmatch(value):
            value = int(value)
        if type(value) is not int or not 0 <= value < 1000:
            raise self.refused("is no status code", key=key)
        return value

    def headers(self, key: str) -> Headers:
        """Return headers given as objects of name and value, as pairs, or as a map to one or more values."""
        match self.get(key):
            case None:
                return ()
            case dict() as given:
                pairs = [(name, one) for name, values in given.items() for one in _several(values)]
            case list() as given:
                pairs = [_pair(item) for item in given]
            case _:
                pairs = [("", None)]
        if not all(isinstance(name, str) and name and isinstance(value, str | int) for name, value in pairs):
            raise self.refused("is no list of headers", key=key)
        return tuple((name, str(value)) for name, value in pairs)

    def from_base64(self, key: str) -> bytes:
        """Return the bytes a member holds in Base64."""
        try:
            return base64_bytes(self.text(key))
        except ValueError:
            raise self.refused("is no Base64", key=key) from None

    def body(self, key: str) -> bytes | None:
        """Return a body: text, bytes, or an object with `string` or `base64_string`; None if absent."""
        match self.get(key):
            case None:
                return None
            case str() as text:
                return text_bytes(text)
            case bytes() as body:
                return body
            case {"base64_string": str(packed)}:
                return self.entry(key).from_base64("base64_string") if packed else b""
            case {"string": _}:
                return self.entry(key).body("string") or b""
            case {} as rest if not rest:
                return b""
        raise self.refused("is neither text nor an object with `string` or `base64_string`", key=key)

    def _first(self, keys: tuple[str, ...]) -> Any:
        found = next((self.get(key) for key in keys if self.get(key) is not None), None)
        if found is None:
            raise self.refused("is missing", key=keys[0])
        return found


def base64_bytes(text: str) -> bytes:
    """Return what Base64 on one or more lines says; raise ValueError if it is none."""
    return base64.b64decode("".join(text.split()), validate=True)


def _several(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _pair(item: Any) -> tuple[Any, Any]:
    match item:
        case {"name": name, "value": value}:
            return name, value
        case [name, value]:
            return name, value
    return "", None
