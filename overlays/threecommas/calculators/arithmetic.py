"""Exact arithmetic: fractions inside, decimals at the door, nothing rounded unless a rule of 3Commas rounds.

A `Fraction` holds every sum, product and quotient of decimals as it is. So no result depends on the decimal
context of the program, and none was a float. Rounding happens once, at the end, by one of these functions.
"""

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

Number: TypeAlias = Decimal | Fraction | int

# Shifts the decimal point of any number of digits, whatever the program's own context is.
_UNBOUNDED = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

# The decimals of 3Commas (Ruby's BigDecimal) are kept in words of nine digits.
_WORD = 9


def floor_to_step(value: Number, step: Decimal) -> Decimal:
    """Return the largest multiple of *step* that is not above *value*."""
    return exact(floor(Fraction(value) / Fraction(step)) * Fraction(step))


def ceil_to_step(value: Number, step: Decimal) -> Decimal:
    """Return the smallest multiple of *step* that is not below *value*."""
    return exact(ceil(Fraction(value) / Fraction(step)) * Fraction(step))


def nearest_step(value: Number, step: Decimal) -> Decimal:
    """Return the multiple of *step* nearest to *value*; of two that are as near, the one away from zero."""
    return exact(_half_away_from_zero(Fraction(value) / Fraction(step)) * Fraction(step))


def rounded(value: Number, places: int) -> Decimal:
    """Return *value* with at most *places* decimals, halves rounded away from zero, trailing zeros cut."""
    scale = 10**places
    return exact(Fraction(_half_away_from_zero(Fraction(value) * scale), scale))


def quotient(value: Number, *, words: int = 4) -> Decimal:
    """Return a quotient with as many digits as 3Commas prints of it: four words of nine digits.

    So 36 decimals below 1, 27 up to 999,999,999, each halves away from zero. Grade C: see `average_price`.
    A step of a grid has five words.
    """
    fraction = Fraction(value)
    return rounded(fraction, _WORD * (words - _leading_words(abs(fraction))))


def exact(value: Number) -> Decimal:
    """Return a fraction that has an end as a decimal; one without end is cut as `quotient` does."""
    fraction = Fraction(value)
    places = _decimal_places(fraction.denominator)
    if places is None:
        return quotient(fraction)
    digits = Decimal(fraction.numerator * 10**places // fraction.denominator)
    return digits.scaleb(-places, _UNBOUNDED)


def _half_away_from_zero(value: Fraction) -> int:
    whole = floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def _leading_words(value: Fraction) -> int:
    """Count the words before the decimal point; below zero are the words of zeros after it."""
    if value >= 1:
        return -(-len(str(floor(value))) // _WORD)
    words = 0
    while value and value * 10**_WORD < 1:
        value *= 10**_WORD
        words -= 1
    return words


def _decimal_places(denominator: int) -> int | None:
    """Return how many decimals a fraction of this denominator has, None if they never end."""
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
