"""The command: what counts for all of it, and the list of its parts.

A part is loaded when it is used, so that none of them costs the others time.
"""

import sys
from importlib import import_module
from typing import Annotated, Any

import typer

from threecommas.cli.context import CliContext, CliDependencies
from threecommas.cli.errors import Exit
from threecommas.cli.exit_codes import exit_code_help
from threecommas.cli.help_options import HelpfulGroup
from threecommas.cli.interruptions import Terminated, end_on_signals
from threecommas.guards.local import Mode
from threecommas.version import installed_version

# The commands that are no operation, and their modules.
COMMANDS = {
    "stop-all": "threecommas.cli.commands.stop_all",
    "watch": "threecommas.cli.commands.watch",
    "stats": "threecommas.cli.commands.stats",
    "explain": "threecommas.cli.commands.signature",
    "api": "threecommas.cli.commands.api",
}


class Parts(HelpfulGroup):
    """The parts of the command: a group for each resource of the client, and the commands made by hand."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all parts."""
        groups = import_module("threecommas.cli.operations.groups")
        below = (*groups.resources(), *groups.methods())
        return [*map(groups.word_of, below), *COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a part, None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return import_module("threecommas.cli.operations.groups").command_below("", cmd_name)
        command = typer.main.get_command(import_module(COMMANDS[cmd_name]).app)
        command.name = cmd_name
        return command


# A traceback with local variables would print secrets.
app = typer.Typer(
    name="threecommas",
    cls=Parts,
    no_args_is_help=True,
    epilog=exit_code_help(Exit),
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def run() -> None:
    """Run the command with the real world around it, and leave with its exit code."""
    end_on_signals()
    try:
        app(obj=CliDependencies())
    except Terminated:
        sys.exit(Exit.TERMINATED)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(installed_version())
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
    THREECOMMAS_SECRET or THREECOMMAS_PRIVATE_KEY_FILE. THREECOMMAS_BASE_URL leads elsewhere, as to a mock.
    """  # noqa: D205 - in one paragraph, or the help is too long for a screen
    context.obj = CliContext(
        dependencies=context.obj, mode=mode, read_only=read_only, dry_run=dry_run, max_total=max_total
    )
