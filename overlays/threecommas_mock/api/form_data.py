"""Parameters of a form or a query string as the nested values that JSON would have.

`position[units][value]=1` names a field of a field, `take_profit[steps][][volume]=50` one of an element. The
older document writes parameters so. Rack reads them there. By its rule the next element begins where a name
comes again. Values stay text. Only the 1 and 0 that PHP writes for true and false are taken (inferred).

By the README of the older document parameters stand in the query string or in the body. The query string
wins. One group may be spread over both (inferred).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import parse_qsl

from threecommas_mock.api.errors import MalformedBody

MEDIA_TYPE = b"application/x-www-form-urlencoded"
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")
_DEPTH = 32  # as in Rack
_WORDS = {"1": "true", "0": "false"}


def form(text: bytes) -> dict[str, Any]:
    """Read a form; MalformedBody says what is wrong with one that cannot be read."""
    try:
        return nested(parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict"))
    except UnicodeError:
        raise MalformedBody("Request body is not percent-encoded UTF-8") from None


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the object that *pairs* of bracketed names and values stand for."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        match = _NAME.fullmatch(name)
        # A name without sense names nothing that is known, and unknown parameters are ignored.
        path = [name] if match is None else [match[1], *_PART.findall(match[2])]
        if len(path) > _DEPTH:
            raise MalformedBody("Parameters are nested too deep")
        _put(found, path, value)
    return found


def merged(under: Any, over: Any) -> dict[str, Any]:
    """Lay the object *over* another: where both have a value, its own counts."""
    both = dict(under)
    for name, value in over.items():
        below = both.get(name)
        both[name] = merged(below, value) if _are_groups(below, value) else value
    return both


def switched(values: Any, switches: Collection[str]) -> Any:
    """Return the values with ``true`` and ``false`` for what a form of PHP says of a switch: 1 and 0."""
    if isinstance(values, list):
        return [switched(value, switches) for value in values]
    if not isinstance(values, dict):
        return values
    return {
        name: _WORDS.get(value, value)
        if name in switches and isinstance(value, str)
        else switched(value, switches)
        for name, value in values.items()
    }


def _are_groups(*values: Any) -> bool:
    return all(isinstance(value, dict) for value in values)


def _put(group: dict[str, Any], path: list[str], value: str) -> None:
    name, *rest = path
    if not rest:
        group[name] = value
    elif rest[0]:
        _put(_child(group, name, dict), rest, value)
    else:
        _append(_child(group, name, list), rest[1:], value)


def _append(items: list[Any], path: list[str], value: str) -> None:
    if not path:
        items.append(value)
        return
    last = items[-1] if items else None
    if not isinstance(last, dict) or _has(last, path):
        last = {}
        items.append(last)
    _put(last, path, value)


def _has(group: Any, path: list[str]) -> bool:
    """Tell whether something stands at *path* already, so that it must belong to the next element."""
    for name in path:
        if not name:
            return False  # another element of a list within
        if not isinstance(group, dict) or name not in group:
            return False
        group = group[name]
    return True


def _child(group: dict[str, Any], name: str, kind: type) -> Any:
    child = group.setdefault(name, kind())
    if not isinstance(child, kind):
        raise MalformedBody(f"Parameter {name} is given in two forms")
    return child
