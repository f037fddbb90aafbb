"""`threecommas watch`: the changes of SmartTrades, deals and bots as they happen, in a table or in lines."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

import typer

from threecommas.changes import Change, Changes
from threecommas.changes.iteration import Via
from threecommas.cli.context import command_session
from threecommas.cli.errors import Exit
from threecommas.cli.help_options import HelpfulCommand
from threecommas.cli.options import AsJson, ids_of
from threecommas.cli.output import Output
from threecommas.cli.tables import text
from threecommas.cli.tables.watched import WatchedView, moment_text, watched_name
from threecommas.cli.terminal_text import printable

app = typer.Typer(add_completion=False)

_WIDTHS = (20, 10, 12, 14, 26)
_NAMES = ("updated", "kind", "id", "pair", "before", "now")


def _ids(noun: str, listed: str) -> Any:
    return typer.Option(metavar="ID", min=1, help=f"{noun}. Repeat it.", autocompletion=ids_of(listed))


@app.command("watch", cls=HelpfulCommand)
def watch(
    context: typer.Context,
    *,
    smart_trade: Annotated[list[int], _ids("A SmartTrade", "smart_trades.list")] = [],  # noqa: B006  (typer copies it)
    deal: Annotated[list[int], _ids("A deal", "deals.list")] = [],  # noqa: B006
    dca_bot: Annotated[list[int], _ids("A DCA bot", "dca_bots.list")] = [],  # noqa: B006
    grid_bot: Annotated[list[int], _ids("A grid bot", "grid_bots.list")] = [],  # noqa: B006
    lines: Annotated[
        bool, typer.Option("--lines", help="A line for each change, also on a terminal.")
    ] = False,
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
    """Follow SmartTrades, deals and bots: those named, or all there are. With --json a change is one line.

    On a terminal it is a table, which shows profits too, and else a line for each change. It ends when all
    SmartTrades and deals that were named have ended, or with Ctrl-C.
    """
    named = (smart_trade, deal, dca_bot, grid_bot)
    trades, deals, dca_bots, grid_bots = named if any(named) else (None, None, None, None)
    left = {("SmartTrade", each) for each in smart_trade} | {("deal", each) for each in deal}
    with command_session(context, as_json=as_json, stream_url=stream_url) as (client, out):
        changes = client.watch(
            smart_trades=trades,
            deals=deals,
            dca_bots=dca_bots,
            grid_bots=grid_bots,
            timeout=timeout,
            interval=every,
            max_interval=max(every, at_most),
            via=via,
        )
        is_table = not as_json and not lines and context.obj.dependencies.shows_tables()
        try:
            (_show_table if is_table else _show_lines)(changes, left, out)
        except KeyboardInterrupt:
            # It reads and writes nothing: to interrupt it is how it ends.
            raise typer.Exit from None
    if left:
        raise typer.Exit(Exit.STILL_OPEN)


def _show_table(changes: Changes[Any, Any], left: set[tuple[str, int]], out: Output) -> None:
    """Draw all that is watched until it is over, and take what has ended out of what is left."""
    view = WatchedView(changes)
    with out.live(view):
        try:
            for change in changes:
                view.add(change)
                _settle(change, left)
        finally:
            view.hint = ""


def _show_lines(changes: Iterable[Change[Any, Any]], left: set[tuple[str, int]], out: Output) -> None:
    """Print each change as it comes, and take what has ended out of what is left."""
    if not out.as_json:
        out.show(None, _row(_NAMES))
    for change in changes:
        out.show(_json(change), printable(_line(change)))
        _settle(change, left)


def _settle(change: Change[Any, Any], left: set[tuple[str, int]]) -> None:
    if change.is_final:
        left.discard((change.kind, change.id))


def _line(change: Change[Any, Any]) -> str:
    name, old = text(watched_name(change.new)), text(change.old_status)
    return _row((moment_text(change.updated_at), change.kind, change.id, name, old, change.status))


def _row(cells: Iterable[object]) -> str:
    """Return the cells in their columns. A line stands by itself, as nobody knows those that follow."""
    return "  ".join(str(cell).ljust(width) for cell, width in zip(cells, (*_WIDTHS, 0), strict=True))


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
