"""`threecommas dca-bots preview`: the orders of a bot's next deal, before anything is sent.

Its options are those of `create`, out of the document. It reads account and rates, and writes nothing.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Group
from rich.text import Text

from threecommas.calculators.ladder_entities import HEADINGS, Ladder, row_of, summary_of
from threecommas.cli.context import command_session
from threecommas.cli.help_options import HelpfulCommand
from threecommas.cli.operations.bodies import body_given
from threecommas.cli.operations.command import body_options, with_options
from threecommas.cli.operations.described import Body, described
from threecommas.cli.options import AsJson, ids_of
from threecommas.cli.tables import add_row, columns
from threecommas.cli.terminal_text import printable
from threecommas.cli.value_json import plain_json
from threecommas.client import ThreeCommas

app = typer.Typer()

_NUMBER = typer.Argument(
    metavar="BOT_ID",
    min=1,
    help="A bot that exists, in place of the options of one.",
    autocompletion=ids_of("dca_bots.list"),
)
_HELP = (
    "Show the orders of a bot's next deal before anything is sent.\n\n"
    "The bot is described as for create, or is one that exists. Its account and the rates now are asked for, "
    "so prices and amounts stand on the ticks and lots of the exchange; what it would refuse is named."
)


def _preview(context: typer.Context, **given: Any) -> None:
    with command_session(context, as_json=given["as_json"]) as (client, out):
        bot = _bot(client, _body(), given)
        with out.remarks.status("Asking 3Commas"):
            ladder = client.dca_bots.preview(
                bot, pair=given["pair"], price=given["price"], fee=given["fee"], balance=given["balance"]
            )
        out.show(plain_json(ladder), _shown(ladder))


def _bot(client: ThreeCommas, body: Body, given: Mapping[str, Any]) -> Any:
    """Return the bot of a number, or the body that was typed."""
    if given["bot_id"] is None:
        return body_given(body, given, asks=False)
    typed = [each.flag for each in body.members if given[each.variable] not in (None, [], ())]
    typed += ["--body"] if given["body"] is not None else []
    if typed:
        raise typer.BadParameter("the bot has its settings already: leave it out", param_hint=typed[0])
    return client.dca_bots.get(given["bot_id"])


def _body() -> Body:
    body = described("dca_bots.create").body
    assert body is not None  # noqa: S101  (the document says so; see its test)
    return body


def _shown(ladder: Ladder) -> Group:
    table = columns(HEADINGS)
    for order in ladder.orders:
        add_row(table, *row_of(order))
    return Group(table, *(Text(str(printable(line))) for line in summary_of(ladder)))


def _options() -> dict[str, tuple[Any, Any]]:
    def text(words: str) -> tuple[Any, Any]:
        return Annotated[str | None, typer.Option(help=words, show_default=False)], None

    return {
        "context": (typer.Context, ...),
        "bot_id": (Annotated[int | None, _NUMBER], None),
        "pair": text("The pair to show, for a bot of several."),
        "price": text("The price of the base order in quote currency; else the one now."),
        "fee": text("The fee as a part, such as 0.001, which is the default."),
        "balance": text("What is free of the currency, for volumes in percent."),
        **body_options(_body()),
        "as_json": (AsJson, False),
    }


app.command("preview", cls=HelpfulCommand, help=_HELP)(with_options(_preview, _options()))
