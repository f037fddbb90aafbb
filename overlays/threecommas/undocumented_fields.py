"""Bodies of requests that hold nothing but documented fields.

`from_dict` of a model keeps a field that nobody documents, and it is sent: the API may know it by then. What
3Commas does not know it ignores, and with it a misspelt stop loss. So such a field is refused here.
"""

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Protocol, TypeVar

import attrs

from threecommas.errors import EncodeError

_OTHERS = "additional_properties"


class Body(Protocol):
    """A model of a request body."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Any:
        """Read it from an object."""

    @classmethod
    def from_json(cls, text: str | bytes) -> Any:
        """Read it from JSON."""


B = TypeVar("B", bound=Body)


def documented_body(model: type[B], content: Mapping[str, Any] | str | bytes) -> B:
    """Return the body that a dictionary or JSON text says, amounts exact.

        order = documented_body(models.CreateSmartTrade, payload)

    Raises `EncodeError` naming the field that is not as documented, that no document knows, or that JSON has
    twice: nobody can tell which of the two was meant.
    """
    body: B = model.from_dict(content) if isinstance(content, Mapping) else _from_json(model, content)
    for path, reason in _undocumented(body, ""):
        raise EncodeError(reason, path=path)
    return body


def _from_json(model: type[B], content: str | bytes) -> B:
    # First, as it says in its own words what is no JSON.
    body: B = model.from_json(content)
    for path in _twins(json.loads(content, object_pairs_hook=tuple), ""):
        raise EncodeError("is there twice: leave out one", path=path)
    return body


def _twins(value: Any, path: str) -> Iterator[str]:
    """Yield the path of each member that an object has twice; an object is a tuple of its members here."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _twins(item, f"{path}[{index}]")
    if not isinstance(value, tuple):
        return
    seen = set[str]()
    for name, member in value:
        inner = f"{path}.{name}" if path else name
        if name in seen:
            yield inner
        seen.add(name)
        yield from _twins(member, inner)


def _undocumented(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield the path of each field that the document does not know, and what is said of it."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _undocumented(item, f"{path}[{index}]")
    if not attrs.has(type(value)):
        return
    dot = f"{path}." if path else ""
    known = [field.name for field in attrs.fields(type(value)) if field.name != _OTHERS]
    for name in getattr(value, _OTHERS, {}):
        meant = get_close_matches(name, known, n=1)
        hint = f": was {meant[0]!r} meant?" if meant else ""
        yield f"{dot}{name}", f"is not a documented field of this request{hint}"
    for name in known:
        yield from _undocumented(getattr(value, name), f"{dot}{name}")
