"""The command: what counts for all of it, and the list of its parts."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from threecommas.cli.commands import (
    accounts,
    call,
    keys,
    market_data,
    smart_trade_changes,
    smart_trades,
    stop_all,
)
from threecommas.cli.context import CliContext, CliDependencies
from threecommas.cli.errors import Exit
from threecommas.cli.exit_codes import exit_code_help
from threecommas.cli.interruptions import Terminated, end_on_signals
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
app.add_typer(keys.app)
app.add_typer(accounts.app)
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
