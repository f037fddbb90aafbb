"""The columns of a table that nobody wrote by hand: members of an object, chosen by a rule over its schema.

First comes what tells the objects apart, then pair, kind and status, then amounts and times, then the rest.
What is an object itself has no place in a cell, and neither have addresses and pictures.
"""

import re
from collections.abc import Mapping
from typing import Any

from threecommas.cli.operations.value_types import ValueType

# More columns are too narrow to be read in a terminal.
MAX_COLUMNS = 10

# What a group holds, and how many columns it may take.
_GROUPS = tuple(
    (re.compile(pattern), most)
    for pattern, most in (
        (r"id|uuid", 1),
        (r"name|title|code|(currency|market)_(code|name|slug)|symbol", 2),
        (r"pairs?", 1),
        (r"type|kind|strategy|(order_)?side|(order_)?direction|order_type", 2),
        (r"status|state|(is_)?enabled|(is_)?active", 2),
        (r".*(amount|profit|price|volume|total|units|quantity|percent|rate|bid|ask|last).*", 4),
        (r"(created|closed|finished|date|time).*", 2),
        (r".*", MAX_COLUMNS),
    )
)
_UNFIT = re.compile(r".*(url|icon|html|token|hash|description|localized|error|note|raw).*")


def chosen_columns(properties: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    """Return the members to show as columns, in their order; all are plain values."""
    fit = [name for name, schema in properties.items() if _is_fit(name, schema, document)]
    found: list[str] = []
    for pattern, most in _GROUPS:
        found += [name for name in fit if name not in found and pattern.fullmatch(name)][:most]
    return found[:MAX_COLUMNS]


def _is_fit(name: str, schema: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    return not _UNFIT.fullmatch(name) and ValueType.of(schema, document).kind not in {"json", "secret"}
