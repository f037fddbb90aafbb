"""`threecommas smart-trades …`: what its operations alone do not do, such as to create one out of options.

The commands of the operations stand beside these. One of the same name is used in place of the other.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

import typer
from rich.live import Live
from threecommas_rest.json_text import dumps
from threecommas_rest.models import CreateSmartTrade, SmartTrade

from threecommas.cli.commands import smart_trade_changes
from threecommas.cli.commands.smart_trade_options import OrderOptions, order_of_json
from threecommas.cli.context import command_session
from threecommas.cli.errors import Exit
from threecommas.cli.help_options import HelpfulCommand
from threecommas.cli.help_page import REQUIRED
from threecommas.cli.options import AsJson, Number, Yes, confirmed, ids_of
from threecommas.cli.output import Output
from threecommas.cli.request_bodies import content_of
from threecommas.cli.tables import flat, pairs_table, text
from threecommas.cli.tables.entities import viewed
from threecommas.cli.tables.smart_trades import smart_trade_table
from threecommas.cli.terminal_text import ascii_json, printable
from threecommas.client import ThreeCommas
from threecommas.flow import Timing
from threecommas.smart_trades.wait_until import FINAL_STATUSES

app = typer.Typer()
app.add_typer(smart_trade_changes.app)

OrderAccount = Annotated[
    int | None,
    typer.Option(
        "--account-id",
        min=1,
        help="The exchange account.",
        autocompletion=ids_of("accounts.list"),
        rich_help_panel=REQUIRED,
    ),
]
Kind = Literal["simple_buy", "simple_sell", "smart_trade", "smart_cover", "smart_sell", "smart_buy"]


@app.command(cls=HelpfulCommand)
def create(
    context: typer.Context,
    *,
    body: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|-|JSON",
            help="The whole order as JSON: a file, - for standard input, or the JSON itself.",
        ),
    ] = None,
    type_: Annotated[
        Kind | None, typer.Option("--type", help="The kind of order.", rich_help_panel=REQUIRED)
    ] = None,
    account_id: OrderAccount = None,
    pair: Annotated[
        str | None, typer.Option(help="The pair, such as USDT_BTC.", rich_help_panel=REQUIRED)
    ] = None,
    units: Annotated[
        str | None, typer.Option(help="Amount in base currency.", rich_help_panel=REQUIRED)
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(help="Price of a limit order; of smart_sell and smart_buy what was paid or got."),
    ] = None,
    conditional: Annotated[str | None, typer.Option(help="Trigger price; the entry waits for it.")] = None,
    price_type: Annotated[
        Literal["bid", "ask", "last"] | None, typer.Option(help="The price that --conditional watches.")
    ] = None,
    trailing: Annotated[str | None, typer.Option(help="The entry trails by so many percent.")] = None,
    take_profit: Annotated[
        list[str],
        typer.Option(
            help="A step, such as 'value=63000, order_type=limit, price_type=bid'; "
            "also percent, volume, trailing. Repeat it."
        ),
    ] = [],  # noqa: B006  (typer copies it)
    stop_loss: Annotated[
        str | None,
        typer.Option(
            help="Such as 'value=57000, price_type=bid'; also percent, price, timeout, trailing, breakeven."
        ),
    ] = None,
    leverage: Annotated[str | None, typer.Option(help="Such as 'type=cross, value=3'.")] = None,
    note: Annotated[str | None, typer.Option(help="1 to 300 characters.")] = None,
    once: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Create it once only, however often this is run; needs --mode."),
    ] = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Create a SmartTrade out of options or a JSON file, after checking it against the documented rules."""
    options = OrderOptions(
        type=type_,
        account_id=account_id,
        pair=pair,
        units=units,
        price=price,
        conditional=conditional,
        price_type=price_type,
        trailing=trailing,
        take_profit=take_profit,
        stop_loss=stop_loss,
        leverage=leverage,
        note=note,
    )
    with command_session(context, as_json=as_json) as (client, out):
        order = _order(body, options, yes=yes or context.obj.dry_run)
        if not yes:
            out.remarks.print(pairs_table(flat(order.to_dict()), title="The order"))
        confirmed("Send it to 3Commas?", context, client.mode, yes=yes)
        made = _created(client, order, once)
        out.show(made.to_dict(), smart_trade_table(made))


@app.command(cls=HelpfulCommand)
def watch(
    context: typer.Context,
    id_: Number,
    every: Annotated[float, typer.Option(min=1, help="Seconds between two looks.")] = 5,
    timeout: Annotated[float | None, typer.Option(min=0, help="Give up after so many seconds.")] = None,
    as_json: AsJson = False,
) -> None:
    """Follow a SmartTrade until it has ended. With --json each change is one line."""
    with command_session(context, as_json=as_json) as (client, out):
        looks = _looks(client, id_, every, timeout, context.obj.dependencies.timing)
        if out.results.is_terminal and not as_json:
            _watch_live(looks, out)
        else:
            _watch_lines(looks, out)


def _order(body: str | None, options: OrderOptions, *, yes: bool) -> CreateSmartTrade:
    if body is None:
        return options.order()
    if given := options.given():
        raise typer.BadParameter(f"it is the whole order: leave out --{given[0]}", param_hint="--body")
    return order_of_json(content_of(body, "an order", asks=not yes))


def _created(client: ThreeCommas, order: CreateSmartTrade, once: str | None) -> SmartTrade:
    if once is None:
        return client.smart_trades.create(order)
    return client.smart_trades.create_once(order, key=once)


def _looks(
    client: ThreeCommas, number: int, every: float, timeout: float | None, timing: Timing
) -> Iterator[SmartTrade]:
    """Yield the SmartTrade again and again until it has ended; end the command if that takes too long."""
    began = timing.clock()
    while True:
        trade = client.smart_trades.get(number)
        yield trade
        if trade.status.type in FINAL_STATUSES:
            return
        if timeout is not None and timing.clock() - began + every > timeout:
            raise typer.Exit(Exit.STILL_OPEN)
        timing.sleep(every)


def _watch_live(looks: Iterator[SmartTrade], out: Output) -> None:
    with Live(console=out.results, auto_refresh=False) as live:
        for trade in looks:
            live.update(smart_trade_table(trade), refresh=True)


def _watch_lines(looks: Iterator[SmartTrade], out: Output) -> None:
    """Print a line for each change, for files, pipes and scripts."""
    last = ""
    for trade in looks:
        line = dumps(trade.to_dict()) if out.as_json else _line(viewed(trade, []))
        if line != last:
            typer.echo(ascii_json(line) if out.as_json else str(printable(line)))
        last = line


def _line(trade: SmartTrade) -> str:
    facts = (trade.data.updated_at, trade.status.title, f"profit {text(trade.profit.volume)}")
    return "  ".join(text(fact) for fact in facts)
