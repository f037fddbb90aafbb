"""`threecommas watch`: the changes of SmartTrades and deals as they happen, a line for each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

import typer

from threecommas.changes import Change
from threecommas.changes.iteration import Via
from threecommas.cli.context import command_session
from threecommas.cli.errors import Exit
from threecommas.cli.options import AsJson, ids_of
from threecommas.cli.output import Output
from threecommas.cli.tables import text
from threecommas.cli.terminal_text import printable
from threecommas.errors import DeviationError

app = typer.Typer(add_completion=False)

_WIDTHS = (20, 10, 12, 14, 26)
_NAMES = ("updated", "kind", "id", "pair", "before", "now")


@app.command("watch")
def watch(
    context: typer.Context,
    *,
    smart_trade: Annotated[
        list[int],
        typer.Option(
            metavar="ID", min=1, help="A SmartTrade. Repeat it.", autocompletion=ids_of("smart_trades.list")
        ),
    ] = [],  # noqa: B006  (typer copies it)
    deal: Annotated[
        list[int],
        typer.Option(metavar="ID", min=1, help="A deal. Repeat it.", autocompletion=ids_of("deals.list")),
    ] = [],  # noqa: B006  (typer copies it)
    every: Annotated[float, typer.Option(min=1, help="Seconds to the next look after a change.")] = 2,
    at_most: Annotated[float, typer.Option(min=1, help="Seconds between looks while nothing happens.")] = 30,
    timeout: Annotated[float | None, typer.Option(min=1, help="Give up after so many seconds.")] = None,
    via: Annotated[
        Via, typer.Option(help="Ask again and again, be told over a websocket, or whichever works.")
    ] = "polling",
    stream_url: Annotated[
        str | None,
        typer.Option(help="Where the websocket is, such as ws://127.0.0.1:8080/websocket; else at 3Commas."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Follow SmartTrades and deals: those named, or all that are active. With --json a change is one line.

    It ends when all that were named have ended, or with Ctrl-C.
    """
    is_named = bool(smart_trade or deal)
    left = {("SmartTrade", each) for each in smart_trade} | {("deal", each) for each in deal}
    with command_session(context, as_json=as_json, stream_url=stream_url) as (client, out):
        changes = client.watch(
            smart_trades=smart_trade if is_named else None,
            deals=deal if is_named else None,
            timeout=timeout,
            interval=every,
            max_interval=max(every, at_most),
            via=via,
        )
        try:
            _show(changes, left, out)
        except KeyboardInterrupt:
            # It reads and writes nothing: to interrupt it is how it ends.
            raise typer.Exit from None
    if left:
        raise typer.Exit(Exit.STILL_OPEN)


def _show(changes: Iterable[Change[Any, Any]], left: set[tuple[str, int]], out: Output) -> None:
    """Print each change as it comes, and take what has ended out of what is left."""
    if not out.as_json:
        out.show(None, _row(_NAMES))
    for change in changes:
        out.show(_json(change), printable(_line(change)))
        if change.is_final:
            left.discard((change.kind, change.id))


def _line(change: Change[Any, Any]) -> str:
    moment = "?" if change.updated_at is None else text(change.updated_at.replace(tzinfo=None))
    return _row((moment, change.kind, change.id, _pair(change), text(change.old_status), change.status))


def _row(cells: Iterable[object]) -> str:
    """Return the cells in their columns. A line stands by itself, as nobody knows those that follow."""
    return "  ".join(str(cell).ljust(width) for cell, width in zip(cells, (*_WIDTHS, 0), strict=True))


def _pair(change: Change[Any, Any]) -> str:
    try:
        return str(change.new.pair)
    except DeviationError:
        return "?"


def _json(change: Change[Any, Any]) -> dict[str, object]:
    moment: datetime | None = change.updated_at
    return {
        "kind": change.kind,
        "id": change.id,
        "old_status": None if change.old_status is None else str(change.old_status),
        "status": str(change.status),
        "is_final": change.is_final,
        "updated_at": None if moment is None else moment.isoformat(),
        "new": change.new.to_dict(),
    }
