"""Values of this package as JSON, and back: readable, exact, and refused by name where they do not fit.

Amounts are text, moments ISO 8601, durations seconds, values of several fields objects. Nothing but what the
type names can come out of `decode`, so a file from elsewhere can be wrong but not dangerous.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

# Beyond these nothing is counted or traded, and computing would fail later and elsewhere.
_BITS = 63
_DIGITS = 60
_HALF = re.compile(r"[\ud800-\udfff]")


class FormatError(ValueError):
    """A JSON value is not what is expected; *field* says where, such as `smart_trades[0].status`."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}" if field else problem)
        self.field = field
        self.problem = problem


def encode(value: Any) -> Any:
    """Return *value* as JSON value."""
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {name: encode(item) for name, item in value.items()}
    if is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    return next((write(value) for kind, write in _WRITERS.items() if isinstance(value, kind)), value)


def decode(kind: Any, value: Any, field: str = "", given: Mapping[str, Any] | None = None) -> Any:
    """Return the *kind* that the JSON *value* stands for, or raise FormatError.

    *given* are fields of a dataclass that are known already and stand in no JSON.
    """
    if get_origin(kind) is Literal:
        return _literal(get_args(kind), value, field)
    if get_origin(kind) in _CONTAINERS:
        return _CONTAINERS[get_origin(kind)](get_args(kind), value, field)
    if is_dataclass(kind):
        return _object(kind, _plain(dict, value, field), field, given or {})
    if kind in _READERS:
        return _read(kind, value, field)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind, value, field)
    return _plain(kind, value, field)


def join(field: str, name: str) -> str:
    """Name a field of a field."""
    return f"{field}.{name}" if field else name


def _one_of(kinds: tuple[Any, ...], value: Any, field: str) -> Any:
    if value is None and NoneType in kinds:
        return None
    *others, last = [kind for kind in kinds if kind is not NoneType]
    for kind in others:
        try:
            return decode(kind, value, field)
        except FormatError:
            continue
    return decode(last, value, field)


def _literal(known: tuple[Any, ...], value: Any, field: str) -> Any:
    # The type too: True is 1 to Python, and not to JSON.
    if not any(type(value) is type(one) and value == one for one in known):
        raise FormatError(field, f"{value!r} is none of {', '.join(map(str, known))}")
    return value


def _array(kinds: tuple[Any, ...], value: Any, field: str) -> tuple[Any, ...]:
    items = _plain(list, value, field)
    return tuple(decode(kinds[0], item, f"{field}[{index}]") for index, item in enumerate(items))


def _mapping(kinds: tuple[Any, ...], value: Any, field: str) -> dict[str, Any]:
    items = _plain(dict, value, field)
    return {name: decode(kinds[1], item, join(field, name)) for name, item in items.items()}


def _object(kind: Any, value: dict[str, Any], field: str, given: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    known = [known for known in fields(kind) if known.name not in given]
    strangers = sorted(value.keys() - {known.name for known in known})
    if strangers:
        names = ", ".join(known.name for known in known) or "none"
        raise FormatError(join(field, strangers[0]), f"there is no such field; known are {names}")
    for one in known:
        if one.name not in value and one.default is MISSING and one.default_factory is MISSING:
            raise FormatError(join(field, one.name), "is missing")
    read = {name: decode(hints[name], item, join(field, name)) for name, item in value.items()}
    try:
        return kind(**given, **read)
    except ValueError as error:
        raise FormatError(field, str(error)) from None


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _plain(kind: Any, value: Any, field: str) -> Any:
    if not _fits(kind, value):
        raise FormatError(field, f"expected {_NAMES[kind]}, not {_shown(value)}")
    if isinstance(value, int) and value.bit_length() > _BITS:
        raise FormatError(field, f"is a number of more than {_BITS} bits")
    # JSON can escape half a character, which no answer could hold.
    if isinstance(value, str) and _HALF.search(value):
        raise FormatError(field, f"{value!r} holds half a character")
    return value


def _fits(kind: Any, value: Any) -> bool:
    return type(value) is kind or (kind is float and type(value) is int)


def _shown(value: Any) -> str:
    return "null" if value is None else _NAMES[type(value)]


def _enum(kind: type[Enum], value: Any, field: str) -> Enum:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(str(member.value) for member in kind)
        raise FormatError(field, f"{value!r} is none of {known}") from None


def _read(kind: Any, value: Any, field: str) -> Any:
    raw, read = _READERS[kind]
    if not _fits(raw, value):
        raise FormatError(field, f"expected {_NAMES[kind]}, not {_shown(value)}")
    try:
        return read(value)
    except (ValueError, InvalidOperation, OverflowError):
        raise FormatError(field, f"{value!r} is not {_NAMES[kind]}") from None


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite() or abs(amount.adjusted()) > _DIGITS:
        raise ValueError(text)
    return amount


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _duration(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


_WRITERS: Mapping[type, Callable[[Any], Any]] = {
    Enum: lambda member: member.value,
    Decimal: str,
    datetime: datetime.isoformat,
    timedelta: timedelta.total_seconds,
}
_READERS: Mapping[Any, tuple[type, Callable[[Any], Any]]] = {
    Decimal: (str, _amount),
    datetime: (str, _moment),
    timedelta: (float, _duration),
}
_CONTAINERS: Mapping[Any, Callable[[tuple[Any, ...], Any, str], Any]] = {
    UnionType: _one_of,
    tuple: _array,
    dict: _mapping,
    Mapping: _mapping,
}
_NAMES: Mapping[Any, str] = {
    bool: "true or false",
    datetime: "an ISO 8601 moment with an offset, as text",
    Decimal: 'an amount as text, such as "0.01"',
    dict: "an object",
    float: "a number",
    int: "a whole number",
    list: "an array",
    str: "text",
    timedelta: "a number of seconds",
}
