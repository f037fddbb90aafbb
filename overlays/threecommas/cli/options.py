"""Options and arguments that several commands have, and the question before a write."""

from typing import Annotated, TypeAlias

import typer

from threecommas.guards.local import Mode

AsJson: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print the API's JSON, amounts as they came.")
]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Number: TypeAlias = Annotated[int, typer.Argument(metavar="ID", min=1, help="The number of the SmartTrade.")]
AccountId: TypeAlias = Annotated[int | None, typer.Option(min=1, help="The exchange account.")]
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
