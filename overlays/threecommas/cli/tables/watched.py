"""The view of a watch for people: what goes on, as it was last seen, and the latest changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text
from threecommas_rest.models import Bot, Deal, GridBot, SmartTrade

from threecommas.changes import Change
from threecommas.changes.history import Seen
from threecommas.changes.iteration import Changes
from threecommas.cli.tables import add_row, columns, text, with_unit
from threecommas.cli.tables.entities import EntityTable, viewed
from threecommas.cli.terminal_text import printable

_NAMES = ("kind", "id", "pair or name", "status", "profit", "percent", "updated")
_ORDER = ("SmartTrade", "deal", "bot", "grid bot")
_MOST_CHANGES = 5
# Lines of a screen that are neither rows nor changes.
_AROUND = 6
_FEWEST_ROWS = 3


class WatchedView:
    """A table of what goes on, drawn anew each time that it is shown, and at most as high as the terminal."""

    def __init__(self, changes: Changes[Any, Any]) -> None:
        self._changes = changes
        self._told: tuple[Change[Any, Any], ...] = ()
        self.hint = "Ctrl-C ends it."

    def add(self, change: Change[Any, Any]) -> None:
        """Remember a change to show below the table; what is seen for the first time is in the table."""
        if change.old is not None or change.is_final:
            # Another thread draws: it finds the tuple of before or of after.
            self._told = (*self._told, change)[-_MOST_CHANGES:]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        told, going = self._told, self._changes.latest
        rows = max(_FEWEST_ROWS, console.height - _AROUND - len(told))
        yield watched_table(going, rows)
        for change in told:
            yield printable(_line(change))
        hidden = f"{len(going) - rows} more are not shown. " if len(going) > rows else ""
        if hint := hidden + self.hint:
            yield Text(hint, style="dim")


def watched_table(going: Sequence[Seen[Any, Any]], most: int) -> EntityTable:
    """Return `most` rows: what trades before bots, disabled ones last, the newest first."""
    table = columns(_NAMES)
    for seen in sorted(going, key=_place)[:most]:
        facts = _facts(seen, table)
        add_row(table, seen.kind, seen.id, *facts, moment_text(seen.updated_at))
    return table


def watched_name(model: object) -> object:
    """Return the pair of what trades one, and the name of a bot."""
    seen: Any = viewed(model, [])
    return seen.name if isinstance(model, Bot | GridBot) else seen.pair


def moment_text(moment: datetime | None) -> str:
    """Return a moment in UTC to the second, ``?`` for one that is not told."""
    return "?" if moment is None else text(moment.replace(tzinfo=None))


def _place(seen: Seen[Any, Any]) -> tuple[int, bool, int]:
    return _ORDER.index(seen.kind), str(seen.status) == "disabled", -seen.id


def _facts(seen: Seen[Any, Any], table: EntityTable) -> tuple[object, object, object, object]:
    """Return name, status, profit and percent; what is not as documented is a mark."""
    model: Any = viewed(seen.model, table.missed)
    name, status, percent = watched_name(seen.model), seen.status, None
    quote = text(name).partition("_")[0]
    match seen.model:
        case SmartTrade():
            profit, percent = with_unit(model.profit.volume, quote), model.profit.percent
        case Deal():
            profit, percent = with_unit(model.actual_profit, quote), model.actual_profit_percentage
        case Bot():
            status = f"{status}, {text(model.active_deals_count)} of {text(model.max_active_deals)} deals"
            profit = with_unit(model.active_deals_usd_profit, "USD")
        case GridBot():
            profit = with_unit(model.current_profit_usd, "USD")
        case _:
            profit = "-"
    return name, status, profit, percent


def _line(change: Change[Any, Any]) -> str:
    what = f"{change.kind} {change.id} {text(watched_name(change.new))}"
    return f"{moment_text(change.updated_at)}  {what}: {text(change.old_status)} -> {change.status}"
