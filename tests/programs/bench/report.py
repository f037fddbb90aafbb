"""The rows as a table and as JSON, with what has to be known about the machine to compare two of them."""

import os
import platform
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rows import Row

MARKS = {True: "[green]holds", False: "[red]missed", None: "-"}


def as_json(rows: Sequence[Row]) -> dict[str, Any]:
    """Return machine and rows as plain values."""
    machine = {
        "python": platform.python_version(),
        "system": platform.system(),
        "processors": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }
    return {"machine": machine, "rows": [row_as_json(row) for row in rows]}


def row_as_json(row: Row) -> dict[str, Any]:
    """Return a row as plain values."""
    return {
        "name": row.name,
        "unit": row.unit,
        "measured": None if row.measured is None else round(row.measured, 3),
        "target": None if row.target is None else {row.target.at: row.target.limit},
        "holds": row.holds,
        "note": row.remark,
    }


def show(rows: Sequence[Row], console: Console) -> None:
    """Print the table, and under how much other work it was made."""
    table = Table("", "measured", "target", "", "note")
    for row in rows:
        measured = "-" if row.measured is None else f"{row.measured:.2f} {row.unit}"
        target = "-" if row.target is None else f"{row.target} {row.unit}"
        table.add_row(escape(row.name), measured, target, MARKS[row.holds], escape(row.remark))
    console.print(table)
    console.print(
        f"{os.cpu_count()} processors, {os.getloadavg()[0]:.1f} programs at work in the last minute"
    )
