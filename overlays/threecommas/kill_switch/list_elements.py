"""An element of a list, read for what identifies it and nothing else.

Reading the whole of it is left out on purpose: one element that nobody can decode must not hide another.
"""

from collections.abc import Mapping
from typing import Any

from threecommas_rest.scalars import unexpected

from threecommas.errors import DecodeError

_FORMS = {int: "an integer", str: "text"}


def number_of(element: Any, path: str) -> int:
    """Return the number of an element; raise `DecodeError` with its path if it has none."""
    number = element.get("id") if isinstance(element, dict) else None
    if type(number) is not int:
        raise wrong_member(element, "id", "an integer", path)
    return number


def has_value(element: Mapping[str, Any], name: str, wanted: int | str | None, path: str) -> bool:
    """Tell whether a member is what is wanted, None for any; raise `DecodeError` for another type."""
    if wanted is None:
        return True
    found = element.get(name)
    if type(found) is not type(wanted):
        raise wrong_member(element, name, _FORMS[type(wanted)], path)
    return bool(found == wanted)


def wrong_member(holder: object, name: str, wanted: str, path: str) -> DecodeError:
    """Return the error for a member that cannot be read; `path` leads to what it is a member of."""
    if not isinstance(holder, dict):
        return DecodeError(unexpected("an object", holder), path=path)
    if name not in holder:
        return DecodeError.at(f"{path}.{name}", KeyError())
    return DecodeError(unexpected(wanted, holder[name]), path=f"{path}.{name}")
