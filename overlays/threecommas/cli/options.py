"""Options and arguments that several commands have, and the question before a write."""

from collections.abc import Callable
from typing import Annotated, TypeAlias

import typer

from threecommas.guards.local import Mode


def ids_of(method: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Return what completes an id: those that a method of the client lists, such as ``accounts.list``."""

    def complete(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        # Nothing of it is needed by a command that runs. What goes wrong is no matter for a shell.
        try:
            from threecommas.cli.operations.id_completion import offered  # noqa: PLC0415

            return offered(context, incomplete, method)
        except Exception:
            return []

    return complete


AsJson: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print the API's JSON, amounts as they came.")
]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Number: TypeAlias = Annotated[
    int,
    typer.Argument(
        metavar="ID",
        min=1,
        help="The number of the SmartTrade.",
        autocompletion=ids_of("smart_trades.list"),
    ),
]
AccountId: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, help="The exchange account.", autocompletion=ids_of("accounts.list")),
]
Pair: TypeAlias = Annotated[str | None, typer.Option(help="The pair, such as USDT_BTC.")]


def confirmed(question: str, context: typer.Context, mode: Mode | None, *, yes: bool) -> None:
    """Ask before a write, unless told not to or nothing is to be sent; no is the end of the command.

    Where nobody can be asked, such as in a script or a pipe, that is a usage error.
    """
    if yes or context.obj.dry_run or context.obj.read_only:
        return
    if not context.obj.dependencies.is_interactive():
        raise typer.BadParameter(
            "nobody can be asked here, so it is needed for what changes orders", param_hint="--yes"
        )
    where = f" ({mode} accounts)" if mode else ""
    typer.confirm(f"{question}{where}", abort=True, err=True)
