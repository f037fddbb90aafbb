"""Answers as data frames of pandas: a row for each object, a column for each plain member.

It needs the extra `pandas`: pip install "threecommas-sdk[pandas]". Nothing else here loads pandas.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any

import attrs
from threecommas_rest.answered import EXTRA, Answered
from threecommas_rest.deviations import Deviation
from threecommas_rest.errors import DeviationError
from threecommas_rest.types import UNSET, Unset
from threecommas_rest.undecoded import Undecoded

if TYPE_CHECKING:
    import pandas

UNDECODED = "undecoded"
"""The column of elements that are no objects, as they came; only frames with such elements have it."""

# What pandas calls the columns of a type. One with any other value is of objects.
_DTYPES: Mapping[type, str] = {
    Decimal: "object",
    int: "Int64",
    bool: "boolean",
    str: "string",
    datetime: "datetime64[us, UTC]",
}
_INT64 = range(-(2**63), 2**63)


def to_dataframe(
    items: Iterable[Any] | Mapping[str, Any] | Answered,
    *,
    model: type | None = None,
    floats: bool = False,
) -> pandas.DataFrame:
    """Return answered objects as a data frame of pandas, a row for each in their order.

    `items` is a list, what ``iterate`` yields, the balances of an account, or one object; one that only
    wraps a list, such as a page of simple trades, is that list. `model` is their class. It gives an empty
    list its columns; without it an empty list has none.

    - Columns are the members that the document names, there or not. Those of a member that is an object are
      dotted: ``position.price.value``. A list stays a list, of JSON values. Secrets have no column.
    - Amounts are `Decimal`, with every digit, in columns of objects. `floats=True` makes them ``float64``,
      which rounds most of them: for plots and statistics, not for books.
    - Numbers such as ids are ``Int64``, moments ``datetime64[us, UTC]``, truth values ``boolean`` and words
      ``string``.
    - What is absent and what is null are both missing. The object itself tells one from the other.
    - A value that is not as documented stays as it came; its column is then of objects. Members that the
      document does not name, and objects in place of which another value came, have columns after the others.
      An element that is no object at all stands in the column ``undecoded``.

    Raises ImportError without pandas, and TypeError for an element that is no answered object.
    """
    library = _pandas()
    rows = [_row(each) for each in _elements(items)]
    kinds = dict(_columns(_model_of(model, rows)))
    for row in rows:
        kinds |= {name: None for name in row.cells if name not in kinds}
    series = {
        name: _series(library, [row.cells.get(name) for row in rows], kind, floats=floats)
        for name, kind in kinds.items()
    }
    frame: pandas.DataFrame = library.DataFrame(series, index=library.RangeIndex(len(rows)))
    return frame


def _pandas() -> Any:
    try:
        import pandas  # noqa: PLC0415
    except ImportError as error:
        raise ImportError(
            "A data frame needs pandas: pip install 'threecommas-sdk[pandas]'", name=error.name
        ) from None
    return pandas


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of an object by their columns; what is absent or null has none."""

    model: type | None
    cells: dict[str, Any] = field(default_factory=dict)


def _elements(items: Any) -> Iterable[Any]:
    if isinstance(items, Mapping):
        return items.values()
    if isinstance(items, Answered):
        wrapped = _wrapped(items)
        return [items] if wrapped is None else _elements(wrapped)
    # A list with deviations raises where a loop reaches one; here each keeps its place.
    elements: Iterable[Any] = list.__iter__(items) if isinstance(items, list) else items
    return elements


def _wrapped(page: Answered) -> list[Any] | None:
    """Return the list that is all an object has, None for any other object."""
    names = list(_names(_model(page)))
    found = _member(page, names[0]) if len(names) == 1 else None
    return found if isinstance(found, list) else None


def _model_of(model: type | None, rows: list[_Row]) -> type | None:
    """Return the class of the objects: that which is asked for, or that of the first."""
    if model is None:
        return next((row.model for row in rows if row.model is not None), None)
    for row in rows:
        if row.model not in (model, None):
            raise TypeError(f"expected {model.__name__}, got {getattr(row.model, '__name__', row.model)}")
    return model


def _names(model: type) -> Iterator[str]:
    """Yield the members of a class that have a column: all but secrets, which have a repr of their own."""
    fields: Any = attrs.fields(model) if attrs.has(model) else dataclasses.fields(model)
    return (each.name for each in fields if each.name != EXTRA and not callable(each.repr))


def _model(item: Any) -> Any:
    """Return the class of an object; one with deviations has a class of its own above it."""
    return getattr(item, "model", None) or type(item)


def _row(item: Any) -> _Row:
    if isinstance(item, Undecoded):
        return _Row(None, {UNDECODED: item.raw})
    if isinstance(item, Deviation):
        return _Row(None, {UNDECODED: item.value})
    if isinstance(item, Answered) or (dataclasses.is_dataclass(item) and not isinstance(item, type)):
        return _Row(_model(item), dict(_cells(item, "")))
    if isinstance(item, str):
        return _Row(None, {"value": item})
    raise TypeError(f"expected an object of an answer, got {type(item).__name__}")


@cache
def _hints(model: type) -> Mapping[str, Any]:
    return typing.get_type_hints(model)


def _columns(
    model: type | None, before: str = "", above: frozenset[type] = frozenset()
) -> Iterator[tuple[str, type | None]]:
    """Yield the columns of a class with the type of their values, None for columns of anything."""
    for name in _names(model) if model else ():
        kind = _kind(_hints(model)[name]) if model else None
        if kind and issubclass(kind, Answered) and kind not in above:
            yield from _columns(kind, f"{before}{name}.", above | {kind})
        else:
            yield f"{before}{name}", _plain(kind)


def _kind(hint: Any) -> type | None:
    """Return the only type of a member, leaving aside that it may be absent or null."""
    parts = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, UnionType) else (hint,)
    types = [each for each in parts if each not in (NoneType, Unset)]
    return types[0] if len(types) == 1 and isinstance(types[0], type) else None


def _plain(kind: type | None) -> type | None:
    return str if kind and issubclass(kind, Enum) else kind if kind in _DTYPES else None


def _cells(item: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Yield what an object has, also inside its members that are objects."""
    for each in _names(_model(item)):
        found = _member(item, each)
        if isinstance(found, Answered):
            yield from _cells(found, f"{before}{each}.")
        elif found is not None and found is not UNSET:
            yield f"{before}{each}", _cell(found)
    for name, value in _unnamed(item).items():
        yield f"{before}{name}", _cell(value)


def _member(item: Any, name: str) -> Any:
    """Return a member, or the value that came in its place if that is not as documented."""
    try:
        return getattr(item, name)
    except DeviationError as error:
        return error.value


def _unnamed(item: Any) -> Mapping[str, Any]:
    """Return the members that the document does not name."""
    found = _member(item, EXTRA) if hasattr(_model(item), EXTRA) else None
    return found if isinstance(found, Mapping) else {}


def _cell(value: Any) -> Any:
    if isinstance(value, Answered):
        return value.to_dict()
    if isinstance(value, Deviation):
        return value.value
    if isinstance(value, list):
        return [_cell(each) for each in list.__iter__(value)]
    return str(value) if isinstance(value, Enum) else value


def _series(library: Any, cells: list[Any], kind: type | None, *, floats: bool) -> Any:
    """Return a column: of its type if every value is of it, else of objects."""
    fits = kind is not None and all(each is None or _is_of(each, kind) for each in cells)
    if floats and all(each is None or isinstance(each, Decimal) for each in cells) and _is_money(kind, cells):
        return library.Series([None if each is None else float(each) for each in cells], dtype="float64")
    return library.Series(cells, dtype=_DTYPES[kind] if kind is not None and fits else "object")


def _is_money(kind: type | None, cells: list[Any]) -> bool:
    return kind is Decimal or any(isinstance(each, Decimal) for each in cells)


def _is_of(value: Any, kind: type) -> bool:
    # True is an int to Python, and pandas cannot hold every whole number of JSON.
    return type(value) is kind and (kind is not int or value in _INT64)
