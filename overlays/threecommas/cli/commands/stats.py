"""`threecommas stats`: the profit of closed SmartTrades and deals, by currency, over time, pair and bot."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Group, RenderableType
from rich.text import Text
from threecommas_rest.undecoded import Undecoded

from threecommas.cli import profit_charts
from threecommas.cli.context import command_session
from threecommas.cli.errors import Exit
from threecommas.cli.help_options import HelpfulCommand
from threecommas.cli.interruptions import Unwritten
from threecommas.cli.options import AccountId, AsJson
from threecommas.cli.output import Output
from threecommas.cli.profits import (
    ClosedTrade,
    CurrencyProfit,
    Period,
    closed_deal,
    closed_smart_trade,
    profits_by_currency,
)
from threecommas.cli.tables import add_row, columns, text
from threecommas.cli.terminal_text import printable
from threecommas.cli.value_json import plain_json
from threecommas.client import ThreeCommas
from threecommas.errors import DeviationError, ThreeCommasError

app = typer.Typer(add_completion=False)

T = TypeVar("T")
_NAMES = ("source", "pair", "closed", "won", "profit")


@app.command("stats", cls=HelpfulCommand)
def stats(
    context: typer.Context,
    *,
    account_id: AccountId = None,
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="Leave out what was closed before, such as 2024-08-06.")
    ] = None,
    by: Annotated[Period, typer.Option(help="The periods of the chart, in UTC.")] = "day",
    png: Annotated[Path | None, typer.Option(help="Draw the chart into a picture.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write chart and tables as a page.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the profit of closed SmartTrades and deals, by currency, over time, by pair and bot.

    Profit is in quote currency, as 3Commas counts it. Different currencies are never added. What is open,
    was cancelled or became a SmartTrade does not count, unless it made a profit or loss before.
    """
    after = None if since is None else _moment(since)
    if png is not None and html is not None and png.resolve() == html.resolve():
        raise typer.BadParameter("is the file of --png too; give each one of its own", param_hint="--html")
    wanted = ((png, "--png", profit_charts.png), (html, "--html", profit_charts.page))
    files = [(path, option, made) for path, option, made in wanted if path is not None]
    for path, option, _ in files:
        _check_writable(path, option)
    with command_session(context, as_json=as_json) as (client, out):
        if files:
            profit_charts.check_drawable()
        unread: list[ThreeCommasError] = []
        with out.remarks.status("Asking 3Commas"):
            trades = [
                each
                for each in _closed(client, account_id, unread)
                if after is None or each.closed_at >= after
            ]
        profits = profits_by_currency(trades, by)
        out.show({"currencies": plain_json(profits), "unread": len(unread)}, _rendered(profits, by))
        for path, _, made in files:
            _write(path, made(profits))
        _end(unread, out)


def _closed(
    client: ThreeCommas, account_id: int | None, unread: list[ThreeCommasError]
) -> Iterator[ClosedTrade]:
    trades = client.smart_trades.iterate(
        status="finished", account_id=account_id, order_by="created_at", order_direction="desc"
    )
    yield from _read(trades, closed_smart_trade, unread)
    yield from _read(client.deals.iterate(scope="finished", account_id=account_id), closed_deal, unread)


def _read(
    items: Iterable[T | Undecoded], read: Callable[[T], ClosedTrade | None], unread: list[ThreeCommasError]
) -> Iterator[ClosedTrade]:
    """Yield what was closed, and remember what cannot be read: a sum without it would be wrong."""
    for each in items:
        try:
            found = None if isinstance(each, Undecoded) else read(each)
        except DeviationError as error:
            unread.append(error)
            continue
        if isinstance(each, Undecoded):
            unread.append(each.error)
        elif found is not None:
            yield found


def _end(unread: list[ThreeCommasError], out: Output) -> None:
    for error in unread:
        out.error(error, f"Not counted: {error}.")
    if unread:
        raise typer.Exit(Exit.UNREADABLE)


def _moment(given: str) -> datetime:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(
            f"{given!r} is not a time such as 2024-08-06 or 2024-08-06T14:42:25Z", param_hint="--since"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _check_writable(path: Path, option: str) -> None:
    """Refuse a file that cannot be written before anything is asked for; one that is there stays as it is."""
    is_new = not path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written: {error.strerror}", param_hint=option) from None
    if is_new:
        path.unlink()


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Unwritten(error, None) from None


def _rendered(profits: tuple[CurrencyProfit, ...], by: Period) -> RenderableType:
    if not profits:
        return Text("Nothing was closed.")
    return Group(*(part for each in profits for part in _currency(each, by)))


def _currency(each: CurrencyProfit, by: Period) -> Iterator[Any]:
    yield printable(f"{text(each.profit)} {each.currency}: {each.closed} closed, {each.won} with profit")
    first, last = each.periods[0], each.periods[-1]
    yield Text(profit_charts.bars([period.total for period in each.periods]), "green")
    yield Text(f"from {text(first.total)} on {first.start} to {text(last.total)} on {last.start}, by {by}")
    table = columns(_NAMES)
    for source in each.sources:
        add_row(table, source.source, source.pair, source.closed, source.won, source.profit)
    yield table
