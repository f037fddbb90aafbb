"""Values out of a validated JSON body.

3Commas takes numbers as text or number and truth values as text or boolean (the older document uses both
within one body), so every reader here takes both. What does not fit was refused before, against the
document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

Body = Mapping[str, Any]

# Whatever is looked for in there is absent as well, and nothing has to be raised.
_ABSENT: Body = {}


def get_object(body: Body, *path: str) -> Body | None:
    """Read the object at *path*, None if it is not there."""
    found = _value(body, path)
    return found if isinstance(found, dict) else None


def get_list(body: Body, *path: str) -> Sequence[Body]:
    """Read the list of objects at *path*, empty if it is not there."""
    found = _value(body, path)
    return found if isinstance(found, list) else ()


def get_text(body: Body, *path: str) -> str | None:
    """Read the text at *path*, None if it is not there."""
    found = _value(body, path)
    return None if found is None else str(found)


def get_decimal(body: Body, *path: str) -> Decimal | None:
    """Read the number at *path*, exact, None if it is not there."""
    found = _value(body, path)
    return None if found is None else Decimal(found)


def get_integer(body: Body, *path: str) -> int | None:
    """Read the whole number at *path*, None if it is not there."""
    found = get_decimal(body, *path)
    return None if found is None else int(found)


def get_bool(body: Body, *path: str) -> bool:
    """Read the truth value at *path*, False if it is not there."""
    return _value(body, path) in (True, "true")


def _value(body: Body, path: tuple[str, ...]) -> Any:
    found: Any = body
    try:
        for name in path:
            found = found.get(name, _ABSENT)
    except AttributeError:
        # What should hold it is no object.
        return None
    return None if found is _ABSENT else found
