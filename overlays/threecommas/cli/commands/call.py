"""`threecommas call OPERATION …`: a command for each operation of the document, made out of the document.

An operation that is added there has its command at once: parameters become options, a body is read from a
file or from standard input. The commands that people use most are written by hand; the others stand here.
Nothing of the document is read before `call` is used.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text
from threecommas_rest import OPERATIONS, api, models
from threecommas_rest.operations import Operation
from typer.core import TyperGroup

from threecommas.cli.commands.described_operations import Described, described
from threecommas.cli.context import command_session
from threecommas.cli.options import AsJson, Yes, confirmed
from threecommas.cli.output import Output
from threecommas.cli.request_bodies import body_of, content_of
from threecommas.cli.tables import flat, pairs_table, text, whole_table
from threecommas.cli.tables.any_answer import elements_table, shown_members
from threecommas.cli.terminal_text import printable

_FILE = typer.Option("--file", help="The body as JSON; - reads standard input.")


class Operations(TyperGroup):
    """The commands of `call`, each of which is made when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all operations."""
        return list(OPERATIONS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of an operation, None if there is none of that name."""
        return _command(OPERATIONS[cmd_name]) if cmd_name in OPERATIONS else None


app = typer.Typer(cls=Operations, no_args_is_help=True)


@app.callback()
def call() -> None:
    """Call any operation of the API by its name in the document, such as list_accounts."""


def _command(operation: Operation) -> Any:
    of = described(operation.id)
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(
        operation.id,
        help=f"{of.summary}.\n\n{of.description}",
        short_help=of.summary,
        rich_help_panel=of.group,
        deprecated=operation.deprecated,
    )(_function(operation, of))
    return typer.main.get_command(single)


def _function(operation: Operation, of: Described) -> Callable[..., None]:
    """Return the function of a command, whose signature has an option for each parameter."""

    def run(context: typer.Context, as_json: bool, yes: bool = False, **given: Any) -> None:
        _call(operation, of, context, given, yes=yes, as_json=as_json)

    options = {"context": typer.Context, **{each.argument: each.option() for each in of.parameters}}
    if of.body:
        options["file"] = Annotated[Path if of.needs_body else Path | None, _FILE]
    if operation.retry == "never":
        options["yes"] = Yes
    options["as_json"] = AsJson
    parameters = [_parameter(name, option, of) for name, option in options.items()]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = options
    return run


def _parameter(name: str, option: Any, of: Described) -> inspect.Parameter:
    needed = {"context", *(each.argument for each in of.parameters if each.is_required)}
    needed |= {"file"} if of.needs_body else set()
    default = inspect.Parameter.empty if name in needed else False if name in {"yes", "as_json"} else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=option)


def _call(
    operation: Operation,
    of: Described,
    context: typer.Context,
    given: Mapping[str, Any],
    *,
    yes: bool,
    as_json: bool,
) -> None:
    """Send one request, after a question if it changes something, and show what is answered."""
    with command_session(context, as_json=as_json) as (client, out):
        module, is_write = getattr(api, operation.id), operation.retry == "never"
        arguments = {
            each.argument: each.value(given[each.argument])
            for each in of.parameters
            if given[each.argument] is not None
        }
        file: Path | None = given.get("file")
        if file is not None:
            asks = is_write and not (yes or context.obj.dry_run or context.obj.read_only)
            arguments["body"] = body_of(getattr(models, of.body), content_of(file, "a body", asks=asks))
        request = module.build(**arguments)
        if is_write and not yes:
            if file is not None:
                out.remarks.print(pairs_table(flat(arguments["body"].to_dict()), title="The body"))
            confirmed(f"{of.summary}: {request.path}?", context, client.mode, yes=yes)
        _show(client._send(request, module.parse), out)


def _show(answer: Any, out: Output) -> None:
    """Print any answer: an object, a list of objects or of texts, a text, or nothing."""
    if isinstance(answer, list):
        out.show_all(answer, _list_table)
        left = {name for each in answer if hasattr(each, "to_dict") for name in each.to_dict()}
        if not out.as_json and (more := len(left) - len(shown_members(_objects(answer)))) > 0:
            out.info(f"{more} more members of each are not shown. --json shows them.")
    elif hasattr(answer, "to_dict"):
        out.show(answer.to_dict(), whole_table(answer))
    else:
        out.show(answer, printable("Done." if answer is None else text(answer)))


def _objects(elements: Iterable[Any]) -> list[Any]:
    return [each for each in elements if hasattr(each, "to_dict")]


def _list_table(elements: Iterable[Any]) -> Any:
    found = list(elements)
    objects = _objects(found)
    return (
        elements_table(objects) if objects or not found else Text("\n").join(map(printable, map(text, found)))
    )
