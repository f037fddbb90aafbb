"""Tables of answers that have no table of their own: every value of an object, the plain values of a list."""

from collections.abc import Iterable
from typing import Any

from threecommas_rest.answered import Answered

from threecommas.cli.tables import add_row, columns
from threecommas.cli.tables.entities import EntityTable

# More columns are too narrow to be read in a terminal.
MAX_COLUMNS = 10


def shown_members(elements: Iterable[Answered]) -> list[str]:
    """Return the members of a list's elements that a table shows: the first with plain values."""
    names: dict[str, None] = {}
    for element in elements:
        members = element.to_dict().items()
        names |= {name: None for name, value in members if not isinstance(value, dict | list)}
    return list(names)[:MAX_COLUMNS]


def elements_table(elements: Iterable[Answered]) -> EntityTable:
    """Return a row for each element of a list; what is not as documented is shown as it came."""
    rows = list(elements)
    names = shown_members(rows)
    table = columns(names)
    for element in rows:
        members: dict[str, Any] = element.to_dict()
        add_row(table, *(members.get(name) for name in names))
        table.missed += [each.error() for each in element.deviations if each.path in names]
    return table
