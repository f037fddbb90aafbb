"""Values of this package as JSON, and back: readable, exact, and refused by name where they do not fit.

Amounts are text, moments ISO 8601, durations seconds, dataclasses objects. cattrs walks through the types.
The hooks here are stricter than its own. Only what a type names comes out of `JsonCodec.decode`. So a file
from elsewhere can be wrong, but not dangerous.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from operator import attrgetter
from typing import Any, Literal, get_args, get_origin

from cattrs import Converter
from cattrs.cols import homogenous_tuple_structure_factory, mapping_structure_factory
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)

# Beyond these nothing is counted or traded, and computing would fail later and elsewhere.
_BITS = 63
_DIGITS = 60
_HALF = re.compile(r"[\ud800-\udfff]")

Hook = Callable[[Any, Any], Any]
"""Reads a JSON value as a type. Raises ValueError, or FormatError if a field of it is wrong."""

Factory = Callable[[Any, Converter], Hook]
"""Makes the hook of a type."""


class FormatError(ValueError):
    """A JSON value is not what is expected; *field* says where, such as `smart_trades[0].status`."""

    def __init__(self, field: str, problem: str) -> None:
        # The name of a field may be half a character, which nothing could print.
        field = field.encode("utf-8", "backslashreplace").decode()
        super().__init__(f"{field}: {problem}" if field else problem)
        self.field = field
        self.problem = problem


class JsonCodec:
    """Turns values into JSON values and back; `hooks` takes what is special to some types."""

    def __init__(self) -> None:
        self.hooks = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
        for kind, write in _WRITERS.items():
            self.hooks.register_unstructure_hook(kind, write)
        for kind, read in _READERS.items():
            self.hooks.register_structure_hook(kind, read)
        for belongs, factory in _FACTORIES:
            self.hooks.register_structure_hook_factory(belongs, factory)

    def encode(self, value: Any) -> Any:
        """Return *value* as JSON value."""
        return self.hooks.unstructure(value)

    def decode(self, kind: Any, value: Any, field: str = "") -> Any:
        """Return the *kind* that the JSON *value* at *field* stands for, or raise FormatError."""
        try:
            return self.hooks.structure(value, kind)
        except (BaseValidationError, ValueError) as error:
            raise _format_error(error, field) from None


def join(field: str, name: str) -> str:
    """Name a field of a field."""
    return f"{field}.{name}" if field else name


def _format_error(error: Exception, field: str) -> FormatError:
    """Return the first of the errors that cattrs collected, with its place."""
    for note in getattr(error, "__notes__", ()):
        field = _noted(field, note)
    if isinstance(error, BaseValidationError):
        strangers = [each for each in error.exceptions if isinstance(each, ForbiddenExtraKeysError)]
        return _format_error([*strangers, *error.exceptions][0], field)
    if isinstance(error, ForbiddenExtraKeysError):
        known = [known.name for known in fields(error.cl) if known.name not in error.extra_fields]
        problem = f"there is no such field; known are {', '.join(known) or 'none'}"
        return FormatError(join(field, min(error.extra_fields)), problem)
    if isinstance(error, FormatError):
        return FormatError(join(field, error.field), error.problem)
    return FormatError(field, "is missing" if isinstance(error, KeyError) else str(error))


def _noted(field: str, note: str) -> str:
    if isinstance(note, AttributeValidationNote):
        return join(field, note.name)
    if isinstance(note, IterableValidationNote):
        return join(field, note.index) if isinstance(note.index, str) else f"{field}[{note.index}]"
    return field


def plain(value: Any, kind: Any) -> Any:
    """Return *value* if it is of a *kind* that JSON has itself, or raise ValueError."""
    if type(value) is not kind and not (kind is float and type(value) is int):
        raise _unexpected(value, kind)
    if isinstance(value, int) and value.bit_length() > _BITS:
        raise ValueError(f"is a number of more than {_BITS} bits")
    # JSON can escape half a character, which no answer could hold.
    if isinstance(value, str) and _HALF.search(value):
        raise ValueError(f"{value!r} holds half a character")
    return value


def _unexpected(value: Any, kind: Any) -> ValueError:
    return ValueError(f"expected {_NAMES[kind]}, not {'null' if value is None else _NAMES[type(value)]}")


def _parsed(read: Callable[[Any], Any], *written: type) -> Hook:
    """Return what reads a type by *read*, of JSON values that are one of *written*."""

    def hook(value: Any, kind: Any) -> Any:
        if type(value) not in written:
            raise _unexpected(value, kind)
        try:
            return read(value)
        except (ValueError, InvalidOperation, OverflowError):
            raise ValueError(f"{value!r} is not {_NAMES[kind]}") from None

    return hook


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


def _one_of(value: Any, kind: Any) -> Any:
    """Return what *value* stands for among the members of an enum, or of a Literal."""
    known = get_args(kind) or tuple(kind)
    for member in known:
        written = getattr(member, "value", member)
        # The type too: True is 1 to Python, and not to JSON.
        if type(value) is type(written) and value == written:
            return member
    raise ValueError(f"{value!r} is none of {', '.join(map(str, known))}")


def _scalar(value: Any, _: Any) -> Any:
    return value if value is None else plain(value, type(value) if type(value) in _SCALARS else str)


def _checked(written: type, factory: Factory) -> Factory:
    """Have the hooks of *factory* take nothing but JSON values of one type."""

    def checked(kind: Any, converter: Converter) -> Hook:
        read = factory(kind, converter)
        return lambda value, _: read(plain(value, written), kind)

    return checked


_WRITERS: Mapping[type, Callable[[Any], Any]] = {
    Decimal: str,
    datetime: datetime.isoformat,
    timedelta: timedelta.total_seconds,
    StrEnum: attrgetter("value"),
}
_SCALARS = (bool, int, float, str)
_READERS: Mapping[Any, Hook] = {
    **dict.fromkeys(_SCALARS, plain),
    bool | int | str | None: _scalar,
    Decimal: _parsed(_amount, str),
    datetime: _parsed(_moment, str),
    StrEnum: _one_of,
    timedelta: _parsed(lambda seconds: timedelta(seconds=seconds), int, float),
}
_FACTORIES: Sequence[tuple[Callable[[Any], bool], Factory]] = (
    (lambda kind: get_origin(kind) is Literal, lambda kind, _: _one_of),
    (lambda kind: get_origin(kind) is tuple, _checked(list, homogenous_tuple_structure_factory)),
    (lambda kind: get_origin(kind) in (dict, Mapping), _checked(dict, mapping_structure_factory)),
    (
        lambda kind: is_dataclass(get_origin(kind) or kind),
        _checked(dict, lambda kind, converter: converter.gen_structure_attrs_fromdict(kind)),
    ),
)
"""Which types a factory is for, and the factory."""
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
