"""Exact arithmetic: fractions inside, decimals at the door, nothing rounded unless a rule of 3Commas rounds.

A `Fraction` holds every sum, product and quotient of decimals as it is. So no result depends on the decimal
context of the program, and none was a float. Rounding happens once, at the end, by one of these functions.
"""

from collections.abc import Callable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

Number: TypeAlias = Decimal | Fraction | int

# Makes a whole number of a fraction.
_Whole: TypeAlias = Callable[[Fraction], int]

# Shifts the decimal point of any number of digits, whatever the program's own context is.
_UNBOUNDED = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

# The decimals of 3Commas (Ruby's BigDecimal) are kept in words of nine digits.
_WORD = 9


def floor_to_step(value: Number, step: Decimal | None) -> Decimal:
    """Return the largest multiple of *step* that is not above *value*; without a step the value itself.

    A value without end is cut downwards then, where `quotient` cuts.
    """
    return _on_step(value, step, floor)


def ceil_to_step(value: Number, step: Decimal | None) -> Decimal:
    """Return the smallest multiple of *step* that is not below *value*, likewise."""
    return _on_step(value, step, ceil)


def nearest_step(value: Number, step: Decimal | None) -> Decimal:
    """Return the multiple of *step* nearest to *value*; of two that are as near, the one away from zero."""
    return _on_step(value, step, _half_away_from_zero)


def rounded(value: Number, places: int) -> Decimal:
    """Return *value* with at most *places* decimals, halves rounded away from zero, trailing zeros cut."""
    return _cut(Fraction(value), places, _half_away_from_zero)


def quotient(value: Number, *, words: int = 4) -> Decimal:
    """Return a quotient with as many digits as 3Commas prints of it: four words of nine digits.

    So 36 decimals below 1, 27 up to 999,999,999, each halves away from zero. Grade C: see `average_price`.
    A step of a grid has five words.
    """
    fraction = Fraction(value)
    return rounded(fraction, _printed_places(fraction, words))


def exact(value: Number) -> Decimal:
    """Return a fraction that has an end as a decimal; one without end is cut as `quotient` does."""
    return _on_step(value, None, _half_away_from_zero)


def _on_step(value: Number, step: Decimal | None, whole: _Whole) -> Decimal:
    fraction = Fraction(value)
    if step is not None:
        return _finite(whole(fraction / Fraction(step)) * Fraction(step))
    is_endless = _decimal_places(fraction.denominator) is None
    return _cut(fraction, _printed_places(fraction, 4), whole) if is_endless else _finite(fraction)


def _cut(value: Fraction, places: int, whole: _Whole) -> Decimal:
    scale = Fraction(10) ** places
    return _finite(whole(value * scale) / scale)


def _finite(fraction: Fraction) -> Decimal:
    places = _decimal_places(fraction.denominator) or 0
    digits = Decimal(fraction.numerator * 10**places // fraction.denominator)
    return digits.scaleb(-places, _UNBOUNDED)


def _printed_places(value: Fraction, words: int) -> int:
    return _WORD * (words - _leading_words(abs(value)))


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
