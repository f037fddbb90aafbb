"""The values a calculator is given. Each that cannot be used raises `EncodeError` with its path.

Amounts are exact: Decimal, int or text. A float is refused, as it cannot hold most decimals.
"""

import reprlib
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NoReturn, TypeAlias, cast

from threecommas_rest.decimals import to_amount

from threecommas.errors import EncodeError

Amount: TypeAlias = Decimal | int | str
"""An amount, a price or a percentage. A float is refused, as it cannot hold most of them exactly."""

Strategy: TypeAlias = Literal["long", "short"]
"""The direction of a deal: a long one earns as the price rises, a short one as it falls."""

# No price or amount of an exchange has more.
_MOST_DIGITS = 50
# The hundredth power of one has a hundred times as many.
_MOST_DIGITS_OF_A_FACTOR = 8
_PRINTABLE = 10**_MOST_DIGITS
_HIGHEST_FEE = Decimal("0.1")


def fail(path: str, message: str) -> NoReturn:
    """Raise `EncodeError` for the value at *path*."""
    raise EncodeError(message, path=path)


def decimal(value: Amount, path: str) -> Decimal:
    """Return a value as an exact, finite decimal of a size that exchanges know."""
    try:
        number = to_amount(value)
    except ValueError as error:
        fail(path, str(error))
    if abs(number.adjusted()) > _MOST_DIGITS or len(number.as_tuple().digits) > _MOST_DIGITS:
        fail(path, f"has more than {_MOST_DIGITS} digits: round it to what the exchange knows")
    return number


def positive(value: Amount, path: str) -> Decimal:
    """Return an amount or a price that is above zero."""
    number = decimal(value, path)
    if number <= 0:
        fail(path, f"must be greater than 0, got {number:f}")
    return number


def at_least_zero(value: Amount, path: str) -> Decimal:
    """Return an amount that is not below zero."""
    number = decimal(value, path)
    if number < 0:
        fail(path, f"must be at least 0, got {number:f}")
    return number


def between(value: Amount, low: Amount, high: Amount, path: str) -> Decimal:
    """Return a value within its bounds, which belong to it."""
    number = decimal(value, path)
    if not Decimal(low) <= number <= Decimal(high):
        fail(path, f"must be from {low} to {high}, got {number:f}")
    return number


def count(value: int | str, low: int, high: int, path: str) -> int:
    """Return a whole number within its bounds, given as a number or as its digits."""
    number = -1
    if isinstance(value, str):
        is_whole = value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
        number = int(value) if is_whole else -1
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    if not low <= number <= high:
        given = "a far larger one" if abs(number) >= _PRINTABLE else reprlib.repr(value)
        fail(path, f"must be a whole number from {low} to {high}, got {given}")
    return number


def coefficient(value: Amount, path: str) -> Decimal:
    """Return the factor from one safety order to the next, of few enough digits for powers of it."""
    number = between(value, "0.1", "10", path)
    if len(number.normalize().as_tuple().digits) > _MOST_DIGITS_OF_A_FACTOR:
        fail(path, f"has more than {_MOST_DIGITS_OF_A_FACTOR} digits: round it")
    return number


def fee_part(value: Amount, path: str = "fee") -> Fraction:
    """Return a fee as the part of a trade's worth it is, such as 0.001 for 0.1 %."""
    number = at_least_zero(value, path)
    if number >= _HIGHEST_FEE:
        fail(path, f"must be below {_HIGHEST_FEE}, got {number:f}: give the part, such as 0.001 for 0.1 %")
    return Fraction(number)


def percent_part(value: Decimal) -> Fraction:
    """Return a percentage as the part of the whole it is."""
    return Fraction(value) / 100


def one_of(value: str, choices: tuple[str, ...], path: str) -> str:
    """Return a value of a closed list; another is refused, as no law is known for it."""
    if value not in choices:
        fail(path, f"does not have a valid value: {str(value)!r} is not one of {', '.join(choices)}")
    return str(value)


def strategy_of(value: str, path: str = "strategy") -> Strategy:
    """Return the direction of a deal: long buys first, short sells first."""
    return cast("Strategy", one_of(value, ("long", "short"), path))
