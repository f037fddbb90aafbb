"""Whole numbers that no column of a database holds.

Inferred: whole numbers are 64 bits wide at 3Commas, so a larger one names nothing and is kept nowhere. In a
body the document says which numbers are whole by ``format: int64``, and they may be sent as text or with an
exponent. Amounts may have any number of digits, and so may what nobody documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from threecommas_mock.api.document import Document, Operation

_LARGEST = 2**63 - 1
_WHOLE_TEXT = re.compile(r"-?[0-9]+")
_FORMS = ("allOf", "anyOf", "oneOf")


def is_too_large(value: Any) -> bool:
    """Tell whether a value is a whole number of more than 64 bits."""
    return isinstance(value, int | Decimal) and not -_LARGEST - 1 <= value <= _LARGEST


def numbers_too_large(document: Document, operation: Operation) -> Callable[[Any], Iterable[str]]:
    """Return what finds the whole numbers in a body of *operation* that are too large, by their paths."""
    if "requestBody" not in document.at(operation.pointer):
        return lambda _: ()
    _, request = document.resolve((*operation.pointer, "requestBody"))
    schema = request["content"]["application/json"]["schema"]
    return lambda body: too_large(document, schema, body)


def too_large(document: Document, schema: Mapping[str, Any], value: Any, place: str = "") -> Iterator[str]:
    """Yield the path of each number in *value* that *schema* calls whole and no column holds."""
    while "$ref" in schema:
        schema = document.at(schema["$ref"].removeprefix("#/").split("/"))
    if schema.get("format") == "int64" and _is_sent_too_large(value):
        yield place
    for keyword in _FORMS:
        for form in schema.get(keyword, ()):
            yield from too_large(document, form, value, place)
    for name, member, inner in _members(schema, value):
        yield from too_large(document, inner, member, f"{place}.{name}" if place else name)


def _is_sent_too_large(value: Any) -> bool:
    """Tell whether a number of a body is too large in whatever form it was sent."""
    if isinstance(value, str) and _WHOLE_TEXT.fullmatch(value):
        value = Decimal(value)
    return is_too_large(value)


def _members(schema: Mapping[str, Any], value: Any) -> Iterator[tuple[str, Any, Mapping[str, Any]]]:
    """Yield name, value and schema of what stands in an object or a list, as far as the schema knows it."""
    if isinstance(value, Mapping):
        known = schema.get("properties", {})
        yield from ((name, member, known[name]) for name, member in value.items() if name in known)
    elif isinstance(value, list) and "items" in schema:
        yield from ((str(index), item, schema["items"]) for index, item in enumerate(value))
