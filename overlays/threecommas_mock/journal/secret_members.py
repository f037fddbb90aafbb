"""Secrets in the bodies and queries of a journal: what the document gives the format password.

A shared bot has one, and so have the keys of an exchange that are sent to connect it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import threecommas_openapi

_HIDDEN = "<hidden>"


def without_secret_members(text: str) -> str:
    """Return JSON, a query or any other text with the values of secret members struck out."""
    for form, shown in _forms():
        text = form.sub(shown, text)
    return text


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    names = "|".join(sorted(set(map(re.escape, _names(threecommas_openapi.load()))), key=len, reverse=True))
    if not names:
        return ()
    in_json = re.compile(rf'("(?:{names})"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}}\]]+)')
    in_query = re.compile(rf"((?:^|[?&\s])(?:{names})=)([^&\s#]*)")
    return (in_json, rf'\1"{_HIDDEN}"'), (in_query, rf"\1{_HIDDEN}")


def _names(value: Any) -> Iterator[str]:
    """Yield the names of the members and parameters whose format is password."""
    if isinstance(value, list):
        for inner in value:
            yield from _names(inner)
    elif isinstance(value, dict):
        is_parameter = "in" in value and "schema" in value
        held = {value["name"]: value["schema"]} if is_parameter else value.get("properties", {})
        for name, schema in held.items() if isinstance(held, dict) else ():
            if isinstance(schema, dict) and schema.get("format") == "password":
                yield str(name)
        for inner in value.values():
            yield from _names(inner)
