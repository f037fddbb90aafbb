"""The command and its simplest parts: what counts for all of it, validate, accounts and explain."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from threecommas.cli.commands import call, market_data, smart_trade_changes, smart_trades, stop_all
from threecommas.cli.context import CliContext, CliDependencies, command_session, explanation_json, printable
from threecommas.cli.errors import Exit
from threecommas.cli.exit_codes import exit_code_help
from threecommas.cli.interruptions import Terminated, end_on_signals
from threecommas.cli.options import AsJson
from threecommas.cli.paging import PAGE, collected
from threecommas.cli.tables.smart_trades import accounts_table, whole_table
from threecommas.guards.local import Mode

# A traceback with local variables would print secrets.
app = typer.Typer(
    name="threecommas",
    no_args_is_help=True,
    epilog=exit_code_help(Exit),
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
smart_trades.app.add_typer(smart_trade_changes.app)
app.add_typer(smart_trades.app, name="smart-trades")
app.add_typer(stop_all.app)
app.add_typer(market_data.app)
app.add_typer(call.app, name="call")


def run() -> None:
    """Run the command with the real world around it, and leave with its exit code."""
    end_on_signals()
    try:
        app(obj=CliDependencies())
    except Terminated:
        sys.exit(Exit.TERMINATED)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("threecommas-sdk"))
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    *,
    mode: Annotated[
        Mode | None, typer.Option(help="The accounts to work on; else THREECOMMAS_MODE says.")
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Refuse every write.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Send nothing; show the signed request.")
    ] = False,
    max_total: Annotated[
        str | None, typer.Option(help="Refuse an order worth more, in quote currency.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Trade at 3Commas from a shell. The environment has the keys: THREECOMMAS_API_KEY, and
    THREECOMMAS_SECRET or THREECOMMAS_PRIVATE_KEY_FILE.
    """  # noqa: D205 - in one paragraph, or the help is too long for a screen
    context.obj = CliContext(
        dependencies=context.obj, mode=mode, read_only=read_only, dry_run=dry_run, max_total=max_total
    )


@app.command()
def validate(context: typer.Context, as_json: AsJson = False) -> None:
    """Check that 3Commas accepts key and signature."""
    with command_session(context, as_json=as_json) as (client, out):
        answer = client.validate()
        out.show(answer.to_dict(), whole_table(answer))


@app.command()
def accounts(context: typer.Context, as_json: AsJson = False) -> None:
    """List the exchange accounts that are connected to 3Commas."""
    with command_session(context, as_json=as_json) as (client, out):
        with out.remarks.status("Asking 3Commas"):
            found = collected(lambda page: client.accounts.list(page=page, per_page=PAGE))
        out.show_all(found, accounts_table)


@app.command()
def explain(
    context: typer.Context,
    method: Annotated[str, typer.Argument(help="GET, POST, …")],
    path: Annotated[str, typer.Argument(help="Path and query, such as /v2/smart_trades?page=1.")],
    data: Annotated[str | None, typer.Option(help="The JSON body, in exactly these characters.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is signed of a request, byte for byte; nothing is sent.

    No secret is shown.
    """
    with command_session(context, as_json=as_json) as (client, out):
        body = None if data is None else data.encode()
        headers = None if data is None else {"Content-Type": "application/json"}
        explanation = client.explain_signature(method.upper(), path, content=body, headers=headers)
        out.show(explanation_json(explanation), printable(str(explanation)))
