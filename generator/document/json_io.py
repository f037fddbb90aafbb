"""JSON as this project writes it: two spaces of indent, numbers with the digits they were read with."""

import json
from collections.abc import Iterable
from typing import Any

from generator.document.yaml_io import ExactFloat

# Made once: json.dumps would make an encoder for each of the tens of thousands of values.
_scalar = json.JSONEncoder(ensure_ascii=False).encode


def write_json(document: Any) -> str:
    """Return the document as JSON text that ends with a newline."""
    return _written(document, "\n") + "\n"


def _written(value: Any, newline: str) -> str:
    inner = newline + "  "
    match value:
        case dict() if value:
            members = (f"{_scalar(key)}: {_written(v, inner)}" for key, v in value.items())
            return _enclosed("{}", members, inner, newline)
        case list() if value:
            return _enclosed("[]", (_written(item, inner) for item in value), inner, newline)
        case ExactFloat():
            return value.text
        case _:
            return _scalar(value)


def _enclosed(brackets: str, members: Iterable[str], inner: str, newline: str) -> str:
    return brackets[0] + inner + f",{inner}".join(members) + newline + brackets[1]
