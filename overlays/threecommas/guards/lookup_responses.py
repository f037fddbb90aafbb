"""The answer to a question of a guard, read place by place.

What is not as documented is an error where it is needed, and nothing anywhere else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeAlias

from threecommas_rest import api
from threecommas_rest.deviations import Deviation
from threecommas_rest.errors import DecodeError
from threecommas_rest.json_text import loads
from threecommas_rest.reading import Reading

from threecommas.guards.strict_values import ABSENT, Values

_TOKEN = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")

Tokens: TypeAlias = tuple[str, ...]
"""The reference tokens of a JSON pointer: names of members, and indexes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of an operation, or an element of it, which `root` leads to."""

    operation_id: str
    content: Any
    deviations: Sequence[tuple[Tokens, Deviation]]
    values: Values
    root: Tokens = ()

    @classmethod
    def of(cls, operation_id: str, content: bytes, values: Values) -> Self:
        """Read an answer; raise `GuardError` if it is nothing that the operation answers."""
        reading = Reading(operation_id)
        try:
            getattr(api, operation_id).parse(content, reading)
            answer = loads(content)
        except ValueError as error:
            raise values.unreadable(f"{operation_id}: {DecodeError.at('', error)}") from None
        found = [(_tokens(deviation.path), deviation) for deviation in reading.deviations]
        return cls(operation_id, answer, found, values)

    def on_behalf_of(self, values: Values) -> Self:
        """Return the same for another call."""
        return replace(self, values=values)

    def elements(self) -> Iterator[Self]:
        """Yield each element of a list."""
        for index, element in enumerate(self.content):
            root = (str(index),)
            deviations = [each for each in self.deviations if each[0][:1] == root]
            yield replace(self, content=element, deviations=deviations, root=root)

    def get(self, pointer: str) -> Any:
        """Return what stands at a JSON pointer, `ABSENT` where nothing does; raise `GuardError`."""
        return self.each(pointer)[0][1]

    def each(self, pointer: str) -> list[tuple[str, Any]]:
        """Return what stands at a pointer with its place in words, more than one thing if it has a ``*``."""
        tokens = tuple(pointer.split("/")[1:])
        way = (*self.root, *tokens)
        for place, deviation in self.deviations:
            if _is_on(place, way):
                raise self.values.unreadable(str(deviation.error()))
        return [(self._worded(place), value) for place, value in _walked(self.content, tokens, self.root)]

    def place(self, pointer: str) -> str:
        """Return what to call a place in an error."""
        return self._worded((*self.root, *pointer.split("/")[1:]))

    def _worded(self, tokens: Tokens) -> str:
        return f"{worded(tokens)} in the answer of {self.operation_id}"


def worded(tokens: Tokens) -> str:
    """Return a place as errors name it, such as ``take_profit.steps[0].price``."""
    parts = (f"[{each.strip('*')}]" if each.isdigit() or each == "*" else f".{each}" for each in tokens)
    return "".join(parts).removeprefix(".")


def _tokens(path: str) -> Tokens:
    return tuple(index or name for index, name in _TOKEN.findall(path))


def _is_on(place: Tokens, way: Tokens) -> bool:
    """Tell whether a place lies on the way."""
    return len(place) <= len(way) and all(
        there in (here, "*") for here, there in zip(place, way, strict=False)
    )


def _walked(value: Any, tokens: Tokens, done: Tokens) -> Iterator[tuple[Tokens, Any]]:
    if not tokens:
        yield done, value
    elif tokens[0] != "*":
        name = tokens[0]
        inner = value[name] if isinstance(value, dict) and name in value else ABSENT
        yield from _walked(inner, tokens[1:], (*done, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walked(inner, tokens[1:], (*done, str(index)))
