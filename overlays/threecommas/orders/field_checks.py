"""Checks of single fields of an order. Each raises `EncodeError` with the field's path."""

import contextlib
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NoReturn, TypeAlias, TypeVar

from threecommas_rest.models import BooleanText
from threecommas_rest.types import UNSET, OpenEnum, Unset

from threecommas.errors import EncodeError

Amount: TypeAlias = Decimal | int | str
"""An amount, a price or a percentage. A float is refused, as it cannot hold most of them exactly."""

LARGEST_ID = 2**63 - 1
_PAIR = re.compile(r"[^_\s]+_\S+")

Given = TypeVar("Given")
Enum = TypeVar("Enum", bound=OpenEnum)


@contextlib.contextmanager
def error_path(step: str) -> Iterator[None]:
    """Put *step* before the path of any field that is refused inside."""
    try:
        yield
    except ValueError as error:
        raise EncodeError.at(step, error) from None


def fail(path: str, message: str) -> NoReturn:
    """Raise `EncodeError` for the field at *path*."""
    raise EncodeError(message, path=path)


def is_on(switch: bool | BooleanText | Unset) -> bool:
    """Tell whether a switch is on, given as a boolean or as its text; without a value it is off.

    What is neither counts as on, so that no check is left out because of it; `to_dict` refuses it.
    """
    return not (switch is False or switch is UNSET or switch == "false")


def require(value: Given | Unset, path: str, why: str) -> Given:
    """Return the value of a field that must be there; *why* says what needs it."""
    if isinstance(value, Unset):
        fail(path, f"is missing: {why}")
    return value


def forbid(value: object, path: str, why: str) -> None:
    """Refuse a field that must not be there; *why* says what bars it."""
    if value is not UNSET:
        fail(path, f"is not allowed: {why}")


def require_kind(value: object, path: str, *kinds: type) -> None:
    """Refuse a part of an order that is made of something else, such as a dict."""
    if not isinstance(value, kinds):
        *more, last = (kind.__name__ for kind in kinds)
        wanted = f"{', '.join(more)} or {last}" if more else last
        room = kinds[0].__module__.rpartition(".")[0]
        fail(path, f"must be {wanted} of {room}, got {type(value).__name__}")


def require_known_value(value: Enum | Unset, path: str, why: str) -> Enum:
    """Return one of the documented values; a text of another kind is refused, as it is a slip of the pen."""
    found = require(value, path, why)
    if not found.is_known:
        choices = ", ".join(member.value for member in type(found))
        fail(path, f"does not have a valid value: {found.value!r} is not one of {choices}")
    return found


def positive(value: Decimal, path: str) -> None:
    """Refuse an amount that is not above zero."""
    if value <= 0:
        fail(path, f"must be greater than 0, got {value:f}")


def between(value: Decimal, low: str, high: str, path: str) -> None:
    """Refuse a percentage outside its bounds, which belong to it."""
    if not Decimal(low) <= value <= Decimal(high):
        fail(path, f"must be from {low} to {high} percent, got {value:f}")


def require_pair(pair: str, path: str) -> None:
    """Refuse a pair that has not the form QUOTE_BASE, which all pages ask for."""
    if not _PAIR.fullmatch(pair):
        fail(path, f"must have the form QUOTE_BASE, such as USDT_BTC, got {pair!r}")


def require_positive_integer(value: int | str, path: str) -> None:
    """Refuse what is no positive whole number of 64 bits, given as a number or as its digits."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LARGEST_ID):
        fail(path, f"must be a whole number of at least 1 and at most {LARGEST_ID}, got {text!r}")
