"""Strict reading of a request and an answer: a value that cannot be determined raises `GuardError`."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from threecommas_rest.json_text import JsonNumber

from threecommas.errors import GuardError
from threecommas.messages.request import RequestInfo

# Forms of numbers in JSON, and those that servers take as text: no underscores, blanks or other digits.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_LONGEST = 100
_WHOLE = re.compile(r"[0-9]{1,19}")
# What stands in a path as it is: a number, a UUID.
_NAME = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*")
ABSENT = object()


class Values:
    """Reads the values of one call on behalf of a guard, which its errors name, as they do `what` it asks."""

    def __init__(self, call: RequestInfo, guard: str, what: str = "What it comes to") -> None:
        self.call, self.guard, self._what = call, guard, what

    def refused(self, reason: str) -> GuardError:
        """Return the error that holds the call back."""
        return GuardError(self.call, reason, self.guard)

    def unknown(self, place: str, value: object) -> GuardError:
        """Return the error for a value that does not tell what has to be known."""
        said = "missing" if value is ABSENT else repr(value)
        return self.refused(f"{self._what} cannot be determined, as {place} is {said}.")

    def unreadable(self, why: object) -> GuardError:
        """Return the error for a body or an answer that cannot be read."""
        return self.refused(f"{self._what} cannot be determined: {why}.")

    def body(self) -> Mapping[str, Any]:
        """Return the object that the call sends, an empty one if it sends nothing."""
        if not self.call.body:
            return {}
        # The text of a note may be a form, which a server reads if it is told to.
        if self.call.content_type != "application/json":
            said = self.call.content_type or "of no type"
            raise self.unreadable(f"its body is {said}, not application/json")
        try:
            text = self.call.body.decode("utf-8")
            body = json.loads(text, parse_float=JsonNumber, object_pairs_hook=_without_twins)
        except (ValueError, RecursionError) as error:
            raise self.unreadable(f"its body is not plain JSON ({error})") from None
        if not isinstance(body, dict):
            raise self.unreadable("its body is not a JSON object")
        return body

    def above_zero(self, place: str, value: object) -> Fraction:
        """Return a number above zero."""
        number = self.number(place, value)
        if number <= 0:
            raise self.unknown(place, value)
        return number

    def number(self, place: str, value: object) -> Fraction:
        """Return a number in any form that JSON has for it."""
        text = value.text if isinstance(value, JsonNumber) else str(value)
        plain = isinstance(value, str | JsonNumber) or type(value) is int
        if not plain or len(text) > _LONGEST or not _NUMBER.fullmatch(text):
            raise self.unknown(place, value)
        return Fraction(text)

    def whole(self, place: str, value: object) -> int:
        """Return an id."""
        # The text of a truth value has no digits.
        if not isinstance(value, int | str) or not _WHOLE.fullmatch(str(value)):
            raise self.unknown(place, value)
        return int(value)

    def name(self, place: str, value: object) -> str:
        """Return an id as it stands in a path: a number, or letters, digits and hyphens."""
        text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if len(text) > _LONGEST or not _NAME.fullmatch(text):
            raise self.unknown(place, value)
        return text

    def text(self, place: str, value: object) -> str:
        """Return text that is not empty."""
        if not isinstance(value, str) or not value:
            raise self.unknown(place, value)
        return value

    def one_of(self, place: str, value: object, *known: str) -> str:
        """Return one of the words that are known."""
        if not isinstance(value, str) or value not in known:
            raise self.unknown(place, value)
        return value

    def moment(self, place: str, value: object) -> datetime:
        """Return a moment in ISO 8601 with its offset."""
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise self.unknown(place, value)
        return moment

    def switch(self, place: str, value: object) -> bool:
        """Return a truth value in any form that a server takes; one that is absent is off."""
        if value is ABSENT or value is None:
            return False
        said = str(value).lower() if isinstance(value, bool | str) or type(value) is int else ""
        if said not in {"true", "false", "1", "0"}:
            raise self.unknown(place, value)
        return said in {"true", "1"}


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"it has {twin!r} twice")
    return found


def pointed(value: Any, pointer: str) -> Iterator[Any]:
    """Yield what stands at a JSON pointer, each of them if it has a ``*``; `ABSENT` where nothing does."""
    here = [value]
    for step in pointer.split("/")[1:]:
        here = [inner for holder in here for inner in _inside(holder, step)]
    yield from here


def _inside(holder: Any, step: str) -> list[Any]:
    if step == "*":
        return list(holder) if isinstance(holder, list) else []
    return [holder[step]] if isinstance(holder, Mapping) and step in holder else [ABSENT]
