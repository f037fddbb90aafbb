"""Numbers held to bounds, in the words that 3Commas has for them."""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api.errors import FieldErrors
from threecommas_mock.venue.decimal_math import format_decimal


def range_errors(field: str, value: Decimal, least: Decimal, most: Decimal) -> FieldErrors:
    """Return what is wrong with a number by its field, nothing if it lies within its bounds."""
    if value > most:
        return {field: [f"must be less than or equal to {format_decimal(most)}"]}
    return {field: [at_least(least)]} if value < least else {}


def at_least(least: Decimal) -> str:
    """Say what is too small."""
    return f"must be greater than or equal to {format_decimal(least)}"
