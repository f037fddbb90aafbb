"""Options of a command line that exclude each other, or of which one would do nothing."""

from collections import Counter
from collections.abc import Collection
from pathlib import Path

import typer


def refuse_contradictions(context: typer.Context, reports: Collection[Path | None]) -> None:
    """Raise `typer.BadParameter` naming the options; `reports` are the files that the run would write."""
    given = {name for name in context.params if _is_given(context, name)}
    if context.invoked_subcommand is not None:
        if given:
            raise typer.BadParameter(
                f"{', '.join(sorted(_written(context, name) for name in given))}: an option of a run does "
                f"nothing for the command {context.invoked_subcommand}; leave it out"
            )
        return
    if {"seed", "at_random"} <= given:
        raise typer.BadParameter("--seed and --random exclude each other; give one of them")
    if "permit" in given and "url" not in given:
        raise typer.BadParameter("--permit: does nothing without --url, as the mock permits everything")
    if twice := [path for path, count in Counter(filter(None, reports)).items() if count > 1]:
        raise typer.BadParameter(f"{twice[0]}: two reports would be written into one file; name another")


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _written(context: typer.Context, name: str) -> str:
    return next(each.opts[0] for each in context.command.params if each.name == name)
