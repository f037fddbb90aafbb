"""`threecommas rates` and `threecommas pairs`: what the market is like, which needs no permission."""

from typing import Annotated

import typer
from rich.text import Text

from threecommas.cli.context import command_session
from threecommas.cli.options import AsJson
from threecommas.cli.tables import whole_table
from threecommas.cli.terminal_text import printable

app = typer.Typer()

MarketCode = Annotated[
    str, typer.Argument(metavar="MARKET", help="The code of an exchange, as `accounts` shows it: binance.")
]


@app.command()
def rates(
    context: typer.Context,
    market: MarketCode,
    pair: Annotated[str, typer.Argument(help="The pair, such as USDT_BTC.")],
    *,
    leverage: Annotated[bool, typer.Option("--leverage", help="Show the leverage of the pair too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the prices of a pair, and the limits of orders for it."""
    with command_session(context, as_json=as_json) as (client, out):
        data = client.market_data
        found = (
            data.leveraged_rates(market_code=market, pair=pair)
            if leverage
            else data.rates(market_code=market, pair=pair)
        )
        out.show(found.to_dict(), whole_table(found, title=f"{pair} at {market}"))


@app.command()
def pairs(context: typer.Context, market: MarketCode, as_json: AsJson = False) -> None:
    """List the pairs of an exchange, in the form QUOTE_BASE."""
    with command_session(context, as_json=as_json) as (client, out):
        found = client.market_data.pairs(market_code=market)
        out.show_all(found, lambda texts: Text("\n").join(map(printable, texts)))
