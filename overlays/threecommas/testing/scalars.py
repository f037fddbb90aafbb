"""Strategies for single JSON values. Each value costs one choice, because a SmartTrade has a hundred."""

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from threecommas_rest.json_text import JsonNumber

from threecommas.testing.document import Schema

Values = st.SearchStrategy[Any]

_LARGEST = 2**63 - 1
_LONGEST = 20
# More digits than a float can hold.
_PLACES = 24
_MANY_DIGITS = 9_999_999_999_999_937
_MOST = 10**15
_MOMENTS = st.integers(0, 7_000_000_000_000)


def scalar(schema: Schema, type_: str) -> Values:
    """Return the values of one JSON type that the schema allows; raise ValueError for an array or object."""
    match type_:
        case "string":
            return _text(schema)
        case "integer":
            return st.integers(schema.get("minimum", -_LARGEST), schema.get("maximum", _LARGEST))
        case "number":
            return _decimals(schema).map(_number)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
    raise ValueError(f"{type_} is no scalar type")


def _text(schema: Schema) -> Values:
    match schema:
        case {"format": "date-time"}:
            return _MOMENTS.map(_moment)
        # Each pattern of a decimal says in digits what minimum and maximum say of the number.
        case {"format": "decimal", "pattern": str()}:
            return _decimals(schema).map(_plain)
        case {"format": "decimal"}:
            return _decimals(schema).map(_as_answered)
        case {"pattern": str(pattern)}:
            return st.from_regex(pattern, fullmatch=True)
    shortest = schema.get("minLength", 0)
    texts = st.text(min_size=shortest, max_size=min(schema.get("maxLength", _LONGEST), shortest + _LONGEST))
    return texts | st.just(schema["example"]) if "example" in schema else texts


def _decimals(schema: Schema) -> st.SearchStrategy[Decimal]:
    least, most = (Decimal(str(schema.get(name, default))) for name, default in _BOUNDS)
    return st.integers(0, 10**45).map(lambda number: _spread(number, least, most))


_BOUNDS = (("minimum", -_MOST), ("maximum", _MOST))


def _spread(number: int, least: Decimal, most: Decimal) -> Decimal:
    """Return one decimal between the two for each number, 0 or the nearest to it for 0."""
    number, places = divmod(number, _PLACES + 1)
    number, negative = divmod(number, 2)
    number, long = divmod(number, 3)
    # Hypothesis prefers small numbers, and a digit that is lost is lost from long ones.
    number = (number + 1) * _MANY_DIGITS if long else number
    lowest, highest = math.ceil(least.scaleb(places)), math.floor(most.scaleb(places))
    if negative and lowest < 0:
        digits = -(number % (1 - lowest))
    else:
        start = max(lowest, 0)
        digits = start + number % (highest - start + 1)
    return Decimal(f"{digits}e-{places}")


def _as_answered(value: Decimal) -> str:
    """Return plain digits, for some values the exponent that 3Commas has been seen to send."""
    return str(value) if value.adjusted() < -6 else _plain(value)


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _number(value: Decimal) -> int | float:
    """Return the number as it is read from JSON: an int, or a float that remembers its digits."""
    text = _plain(value)
    return JsonNumber(text) if "." in text else int(text)


def _moment(milliseconds: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
