"""The command of an operation, made out of its description when it is asked for.

Parameters of the path become arguments. Those of the query and the members of a body become options.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer
from rich.markup import escape

from threecommas.cli.help_options import HelpfulCommand
from threecommas.cli.help_page import COMMON, MORE, REQUIRED
from threecommas.cli.operations.described import Body, Described, Parameter, described
from threecommas.cli.operations.execution import execute
from threecommas.cli.operations.id_completion import completion
from threecommas.cli.options import AsJson, Yes

_BODY = "The whole body as JSON: a file, - for standard input, or the JSON itself; without the options above."
_LIMIT = typer.Option(min=1, help="How many at most.")
_ALL = typer.Option("--all", help="All there are.")
_LINES = typer.Option("--json-lines", help="Print each as JSON on a line of its own, as the pages come.")
LIMIT = 50
# Characters of an example that still explains more than it hides.
_EXAMPLE = 300


def operation_command(method: str) -> Any:
    """Return the command for a method of the client, such as ``deals.list``."""
    of = described(method)
    single = typer.Typer(add_completion=False, rich_markup_mode="rich")
    single.command(
        of.name,
        cls=HelpfulCommand,
        help=escape(f"{of.summary}.\n\n{of.description}"),
        short_help=escape(of.summary),
        deprecated=of.operation.deprecated,
    )(_function(of))
    return typer.main.get_command(single)


def _function(of: Described) -> Callable[..., None]:
    """Return the function of a command, whose signature has an option for each parameter."""

    def run(context: typer.Context, **given: Any) -> None:
        execute(of, context, given)

    options = {"context": _needed(typer.Context)}
    options |= {each.variable: _option(each) for each in of.parameters}
    options |= body_options(of.body) if of.body else {}
    if of.pages:
        options["limit"] = (Annotated[int, _LIMIT], LIMIT)
        options["all_"] = (Annotated[bool, _ALL], False)
    if of.operation.retry == "never":
        options["yes"] = (Yes, False)
    if of.is_list:
        options["as_lines"] = (Annotated[bool, _LINES], False)
    options["as_json"] = (AsJson, False)
    return with_options(run, options)


def with_options(run: Callable[..., None], options: Mapping[str, tuple[Any, Any]]) -> Callable[..., None]:
    """Return a function whose signature has these options: their annotations and defaults by their names."""
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for name, (kind, default) in options.items()
        ]
    )
    run.__annotations__ = {name: kind for name, (kind, _) in options.items()}
    return run


def _needed(kind: Any) -> tuple[Any, Any]:
    return kind, inspect.Parameter.empty


def body_options(body: Body) -> dict[str, tuple[Any, Any]]:
    """Return the options of a body: one for each member, and one for the whole."""
    option = typer.Option("--body", help=_BODY, metavar="FILE|-|JSON")
    members = {each.variable: _option(each) for each in body.members}
    return {**members, "body": (Annotated[str | None, option], None)}


def _panel(each: Parameter) -> str | None:
    """Return the section of an option in the help: members of a body by what its examples show."""
    if each.is_required:
        return REQUIRED
    if each.place != "body":
        return None
    return COMMON if each.is_exemplified else MORE


def _such_as(each: Parameter) -> str:
    """Return an example of JSON for the help, as a shell takes it; none where it is long or text will do."""
    is_told = each.type.kind == "json" and 2 < len(each.example) <= _EXAMPLE and "'" not in each.example
    return f" Such as '{each.example}'." if is_told else ""


def _option(each: Parameter) -> tuple[Any, Any]:
    """Return the annotation of a parameter, and its default."""
    kind, help_ = each.type.python, escape(each.description + _such_as(each))
    if each.type.kind == "secret":
        help_ += " It is read from a file, or with - from standard input."
    if each.place == "path":
        argument = typer.Argument(
            metavar=each.known, help=help_, autocompletion=completion(each), **each.type.limits
        )
        return _needed(Annotated[kind, argument])
    plain = each.flag.removeprefix("--")
    names = (f"{each.flag}/--no-{plain}",) if kind is bool else (each.flag,)
    option = typer.Option(
        *names,
        help=help_,
        rich_help_panel=_panel(each),
        metavar=each.type.metavar,
        show_default=False,
        autocompletion=completion(each),
        **each.type.limits,
    )
    if each.is_required and each.place == "query":
        return _needed(Annotated[kind, option])
    return Annotated[kind | None, option], None
