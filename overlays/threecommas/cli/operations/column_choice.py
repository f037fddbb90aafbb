"""The columns of a table that nobody wrote by hand: members of an object, chosen by a rule over its schema.

First comes what tells the objects apart, then pair, kind and status, then amounts and times, then the rest.
What is an object itself has no place in a cell, but its members have, as ``grid_line.price``, where columns
are left. Addresses and pictures have none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from threecommas.cli.operations.value_types import ValueType, resolved

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
_UNFIT = re.compile(r".*(url|icon|link|html|token|hash|description|localized|error|note|raw).*")


def chosen_columns(properties: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    """Return the members to show as columns, in their order; all are plain values."""
    fit = [name for name, schema in properties.items() if _is_fit(name, schema, document)]
    return [*_in_order(fit), *_in_order(list(_nested(properties, document)))][:MAX_COLUMNS]


def column_value(members: Mapping[str, Any], column: str) -> object:
    """Return what an object has in a column, None for nothing."""
    outer, _, inner = column.partition(".")
    value = members.get(outer)
    if not inner or column in members:
        return members.get(column) if column in members else value
    return value.get(inner) if isinstance(value, Mapping) else value


def _in_order(fit: Sequence[str]) -> list[str]:
    found: list[str] = []
    for pattern, most in _GROUPS:
        of_group = [name for name in fit if name not in found and pattern.fullmatch(name.rpartition(".")[2])]
        found += of_group[:most]
    return found


def _nested(properties: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the plain members of members that are objects."""
    for name, schema in properties.items():
        inside = resolved(document, schema).get("properties", {})
        if not _UNFIT.fullmatch(name):
            yield from (f"{name}.{inner}" for inner, its in inside.items() if _is_fit(inner, its, document))


def _is_fit(name: str, schema: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    return not _UNFIT.fullmatch(name) and ValueType.of(schema, document).kind not in {"json", "secret"}
