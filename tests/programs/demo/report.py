"""The tables of what happened, and the verdict."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from threecommas_rest import OPERATIONS

from tests.programs.demo.documents import success_codes
from tests.programs.demo.journal import Journal, Row


def show(journal: Journal, console: Console) -> None:
    """Print the tables: bodies, lives, documented calls, and how often each operation was called."""
    console.print(_rows("Documented create bodies", "body", journal.bodies))
    console.print(_rows("Lives of trades", "action", journal.actions))
    console.print(_rows("Lives of bots, deals and simple trades", "action", journal.bots))
    console.print(_rows("Documented calls", "what it does", journal.examples))
    console.print(_operations(journal))


def faults(journal: Journal, documented_bodies: Iterable[str]) -> Iterator[str]:
    """Yield everything that differs from the documents, or that was left out."""
    yield from journal.differences
    codes = success_codes()
    for call in journal.calls:
        if call.status != codes[call.operation]:
            yield f"{call.operation} was answered {call.status}, documented is {codes[call.operation]}"
    called = {call.operation for call in journal.calls}
    yield from (f"{operation} was not called" for operation in OPERATIONS if operation not in called)
    sent = {row.step for row in journal.bodies}
    yield from (f"the documented body {name} was not sent" for name in documented_bodies if name not in sent)


def _rows(title: str, first: str, rows: Iterable[Row]) -> Table:
    table = Table(first, "operation", "client", "code", "answer", "as documented", title=title)
    for row in rows:
        call = row.call
        verdict = "[red]" + escape("; ".join(row.differences)) if row.differences else "[green]yes"
        table.add_row(row.step, call.operation, call.client, str(call.status), row.outcome, verdict)
    return table


def _operations(journal: Journal) -> Table:
    table = Table("operation", "sync", "async", title="Calls of each operation")
    sync, asynchronous = journal.counts("sync"), journal.counts("async")
    for operation in OPERATIONS:
        style = "" if sync[operation] or asynchronous[operation] else "red"
        table.add_row(operation, str(sync[operation]), str(asynchronous[operation]), style=style)
    return table
