"""Answers in few characters: whole where they fit, else outlined, and then they say that they are.

What is left out is counted where it stood. No number is rounded.
"""

from collections.abc import Iterator
from typing import Any

from threecommas_rest.json_text import dumps, loads

LIMIT = 2000
"""How many characters an answer has at most."""

_NOTE = 'Shortened. Ask for members by fields, such as ["id", "status"], or narrow the call.\n'
_LONGEST_TEXT = 120
# How deep, how many items of a list, how many members of an object: the first that fits is taken.
_OUTLINES = (
    *((depth, items, 1000) for depth in (5, 3) for items in (1000, 50, 20)),
    *((2, items, members) for items in (50, 20, 10) for members in (1000, 20, 10)),
    *((depth, items, members) for depth in (2, 1) for items in (5, 3, 1) for members in (40, 20, 10, 5)),
)


def short_answer(content: bytes, fields: tuple[str, ...] = (), limit: int = LIMIT) -> str:
    """Return what a body says in at most *limit* characters, of *fields* alone if some are named."""
    try:
        value = loads(content)
    except ValueError:
        text = content.decode("utf-8", "replace").strip() or "Done."
        return text if len(text) <= limit else _cut(text, limit)
    if fields:
        value = _picked(value, fields)
    whole = dumps(value)
    if len(whole) <= limit:
        return whole
    outlines = (_NOTE + dumps(_outlined(value, *outline)) for outline in _OUTLINES)
    shortest = ""
    for shortest in outlines:
        if len(shortest) <= limit:
            return shortest
    return _cut(shortest, limit)


def _cut(text: str, limit: int) -> str:
    note = f" … cut, of {len(text)} characters"
    return text[: limit - len(note)] + note


def _picked(value: Any, fields: tuple[str, ...]) -> Any:
    """Return the named members, of each item if it is a list; one that is not there is said to be absent."""
    if isinstance(value, list):
        return [_picked(each, fields) for each in value]
    return {field: _member(value, field) for field in fields}


def _member(value: Any, field: str) -> Any:
    for name in field.split("."):
        if not isinstance(value, dict) or name not in value:
            there = ", ".join(value) if isinstance(value, dict) else f"no members, as it is {dumps(value)}"
            return f"absent; there are: {there}"
        value = value[name]
    return value


def _outlined(value: Any, depth: int, items: int, members: int) -> Any:
    if isinstance(value, dict):
        return dict(_outlined_members(value, depth, items, members))
    if isinstance(value, list):
        return _outlined_items(value, depth, items, members)
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return _cut(value, _LONGEST_TEXT)
    return value


def _outlined_members(
    value: dict[str, Any], depth: int, items: int, members: int
) -> Iterator[tuple[str, Any]]:
    if not depth:
        yield "…", f"{len(value)} members"
        return
    for name in list(value)[:members]:
        inner = value[name]
        yield name, inner if not inner else _outlined(inner, depth - 1, items, members)
    if len(value) > members:
        yield "…", f"{len(value) - members} more members"


def _outlined_items(value: list[Any], depth: int, items: int, members: int) -> Any:
    if not depth:
        return f"{len(value)} items"
    # A list does not count as a level: what it holds is of interest.
    found = [_outlined(each, depth, items, members) for each in value[:items]]
    return [*found, f"… {len(value) - items} more items"] if len(value) > items else found
