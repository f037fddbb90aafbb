"""The depth of a document: through objects and lists, and by references from one place to the next.

Whatever reads a document goes down in it, and so does the client that is made of it: Python allows a thousand
calls inside each other. What leads deeper than the bounds here is refused before anything goes down.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from generator.document.json_pointer import parts, pointer
from generator.document.yaml_io import NESTED

LED = 300
"""How many levels references may add up to, each one more: a hundred objects, each a member of the last."""

ADVICE = "Say it with fewer places inside each other."

Steps: TypeAlias = tuple[str, ...]
# Of a place: how far below it each reference stands, where that is, and where it leads.
_References: TypeAlias = Mapping[Steps, list[tuple[int, Steps, Steps]]]


class TooDeep(ValueError):  # noqa: N818 - it is what the document does, not a fault of the generator
    """A document leads too deep at the place that `pointer` names; the message says how deep it may."""

    def __init__(self, steps: Steps, reason: str) -> None:
        super().__init__(reason)
        self.pointer = pointer(steps)


# What the nesting of JSON can be told from, texts in one piece.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[][{},:]')


def read_json(text: str, **hooks: Any) -> Any:
    """Return what JSON text says, with the hooks of `json.loads`; raise TooDeep as `check_nesting`."""
    try:
        value = json.loads(text, **hooks)
    except RecursionError:
        raise _too_nested(_nested_place(text)) from None
    check_nesting(value)
    return value


def check_nesting(value: Any) -> None:
    """Raise TooDeep for a place at which too many objects and lists stand inside each other."""
    for _ in _places(value):
        pass


def check_depth(document: Any) -> None:
    """Raise TooDeep for a place of a bundled document to which too many levels lead."""
    _Depth(_references(document)).below((), 0)


class _Depth:
    """What references lead to, each place looked at once."""

    def __init__(self, references: _References) -> None:
        self._references = references
        self._found: dict[Steps, int] = {}

    def below(self, place: Steps, above: int) -> int:
        """Return how many levels lead on from a place that has so many above it."""
        if place not in self._found:
            # Whoever comes back here while it is looked at has gone round in a circle.
            self._found[place] = 0
            for levels, steps, target in self._references.get(place, ()):
                if above + levels > LED:
                    raise TooDeep(steps, f"references lead more than {LED} levels deep here")
                depth = levels + self.below(target, above + levels)
                self._found[place] = max(self._found[place], depth)
        if above + self._found[place] > LED:
            raise TooDeep(place, f"references lead more than {LED} levels deep through this place")
        return self._found[place]


def _references(document: Any) -> _References:
    found = [(steps, tuple(parts(target))) for steps, target in _places(document)]
    homes = {(), *(target for _, target in found)}
    references = defaultdict(list)
    for steps, target in found:
        for length in range(len(steps) + 1):
            if steps[:length] in homes:
                references[steps[:length]].append((len(steps) - length + 1, (*steps, "$ref"), target))
    return references


def _places(document: Any) -> Iterator[tuple[Steps, str]]:
    """Yield each object with a reference into the document, and the reference; raise TooDeep for a value."""
    values: list[tuple[Steps, Any]] = [((), document)]
    while values:
        steps, value = values.pop()
        if len(steps) > NESTED:
            raise _too_nested(steps)
        inner = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        values += [((*steps, str(step)), child) for step, child in inner if isinstance(child, dict | list)]
        reference = value.get("$ref") if isinstance(value, dict) else None
        if isinstance(reference, str) and reference.startswith("#"):
            yield steps, reference.removeprefix("#")


def _too_nested(steps: Steps) -> TooDeep:
    return TooDeep(steps, f"more than {NESTED} objects and lists stand inside each other")


def _nested_place(text: str) -> Steps:
    """Return the first place in JSON text that is nested too deeply, for a parser that goes down in it."""
    steps: list[str] = []
    before = ""
    for sign in (found[0] for found in _TOKEN.finditer(text)):
        if sign in "[{":
            if len(steps) > NESTED:
                break
            steps.append("0" if sign == "[" else "")
        elif sign in "]}":
            del steps[-1:]
        elif sign == ":":
            steps[-1:] = [str(json.loads(before, strict=False))]
        elif sign == "," and steps and steps[-1].isdecimal():
            steps[-1] = str(int(steps[-1]) + 1)
        before = sign
    return tuple(steps)
