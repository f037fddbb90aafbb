"""Columns of text for people."""

from collections.abc import Sequence
from decimal import Decimal

from threecommas.calculators.arithmetic import rounded

# An average has up to 36 decimals, which no screen holds.
_PLACES = 8


def text_table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of equal length as lines, each column as wide as it must be, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.rjust, row, widths)).rstrip() for row in rows)


def shown(value: Decimal | None) -> str:
    """Return a number with at most 8 decimals and never an exponent, a dash for none."""
    return "-" if value is None else format(rounded(value, _PLACES), "f")
