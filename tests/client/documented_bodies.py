"""Documented examples of the document, changed for tests of rules."""

import copy
from typing import Any

import threecommas_openapi

_EXAMPLES = threecommas_openapi.load()["components"]["examples"]


def documented(name: str) -> Any:
    """Return a copy of the value of an example."""
    return copy.deepcopy(_EXAMPLES[name]["value"])


def changed(body: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """Return the body with what a case changes and drops, by dotted paths."""
    for path, value in case.get("change", {}).items():
        place, last = _place(body, path)
        place[last] = value
    if "drop" in case:
        place, last = _place(body, case["drop"])
        del place[last]
    return body


def _place(body: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    *way, last = path.split(".")
    place = body
    for step in way:
        place = place[step]
    return place, last
