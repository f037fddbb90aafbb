"""Tables for people. Amounts are shown with every digit, never rounded or cut.

What a table needs and is not as documented stands there as a mark, such as ``? (null)``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from rich import box
from rich.table import Table
from threecommas_rest.answered import Answered
from threecommas_rest.masking import HIDDEN, is_secret
from threecommas_rest.types import Unset

from threecommas.cli.tables.entities import EntityTable, viewed
from threecommas.cli.terminal_text import printable


def pairs_table(pairs: Iterable[tuple[str, object]], *, title: str | None = None) -> EntityTable:
    """Return names and values in two columns."""
    table = two_columns(title)
    for name, value in pairs:
        add_row(table, name, value)
    return table


def whole_table(answer: Answered, *, title: str | None = None) -> EntityTable:
    """Return every value of an answer by its path; what is not as documented is shown as it came."""
    table = pairs_table(flat(answer.to_dict()), title=title)
    table.missed += [deviation.error() for deviation in answer.deviations]
    return table


def two_columns(title: str | None = None) -> EntityTable:
    """Return a table of names and values without rows."""
    table = EntityTable(box=box.SIMPLE, show_header=False, title=title, title_justify="left")
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def facts_table(kind: str, entity: Any, facts: Callable[[Any], Iterable[tuple[str, object]]]) -> EntityTable:
    """Return one object, called *kind*, as a table with a row for each of its *facts*."""
    table = two_columns()
    seen = viewed(entity, table.missed)
    table.title = f"{kind} {seen.id}"
    for name, value in facts(seen):
        add_row(table, name, value)
    return table


def columns(names: Iterable[str]) -> EntityTable:
    """Return a table without rows."""
    table = EntityTable(box=box.SIMPLE_HEAD)
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def add_row(table: Table, *values: object) -> None:
    """Add a row of values as `text` writes them."""
    table.add_row(*(printable(text(value)) for value in values))


def text(value: object) -> str:
    """Return a value as people read it: every digit of a number, nothing for what is not there."""
    match value:
        case None | Unset():
            return "-"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat(" ", "seconds")
    return str(value)


def with_unit(value: object, unit: str) -> str:
    """Return a value with its unit, and only a dash for what is not there."""
    return text(value) if value is None or isinstance(value, Unset) else f"{text(value)} {unit}"


def flat(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield each value of a JSON object with its path, such as ``take_profit.steps[0].volume``.

    What the document calls a secret is struck out.
    """
    if isinstance(value, Mapping):
        for name, inner in value.items():
            shown = HIDDEN if is_secret(name) and isinstance(inner, str) and inner else inner
            yield from flat(shown, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from flat(inner, f"{path}[{index}]")
    else:
        yield path, value
