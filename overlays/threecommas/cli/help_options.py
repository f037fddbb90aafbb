"""Commands and groups with two pages of help: ``--help`` on a screen, and ``--help-all`` in full."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text
from typer.core import TyperCommand, TyperGroup

from threecommas.cli.errors import Exit
from threecommas.cli.help_page import COMMON, MORE, OPTIONS, REQUIRED, Page, Row, sections_of

_HELP = "Show every option and word in full."
# Such as "-y, --yes" and "--on / --off".
_SHOWN_NAMES = re.compile(r"^(?:-{1,2}[\w-]+(?:, | / )?)+")
_ARGUMENTS = "Arguments"
_GROUPS = "Resources"
_COMMANDS = "Commands"
_TITLES = (_ARGUMENTS, _GROUPS, _COMMANDS, REQUIRED, COMMON, OPTIONS, MORE)


class _TwoPages:
    params: list[Any]

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(_full_help())

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the short page."""
        formatter.write(_printed(_page(self, ctx).short(_width())))


class HelpfulCommand(_TwoPages, TyperCommand):
    """A command with both pages."""


class HelpfulGroup(_TwoPages, TyperGroup):
    """A group of commands with both pages. Without a command it shows the short one, as a usage error."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; where there are none, show the short page."""
        # typer expects that its own page was printed while it was made, and prints nothing more.
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            typer.echo(ctx.get_help(), err=True, color=ctx.color)
            ctx.exit(Exit.USAGE)
        return super().parse_args(ctx, args)


@cache
def _full_help() -> Any:
    """Return the option as typer makes it itself: what its classes need differs by version."""
    full = typer.Option("--help-all", is_eager=True, expose_value=False, callback=_show_all, help=_HELP)
    app = typer.Typer(add_completion=False)

    @app.command()
    def page(shows_all: Annotated[bool, full] = False) -> None:
        """Have one option."""

    return next(each for each in typer.main.get_command(app).params if "--help-all" in each.opts)


def _show_all(ctx: typer.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        Console(highlight=False, soft_wrap=True).print(*_page(ctx.command, ctx).full(_width()), sep="\n")
        ctx.exit()


def _page(command: Any, ctx: Any) -> Page:
    rows = [*_command_rows(command, ctx), *_parameter_rows(command, ctx)]
    words = _plain(command.help or "")
    paragraphs = [" ".join(each.split()) for each in words.split("\n\n") if each.strip()]
    if command.deprecated:
        paragraphs.append("It is deprecated.")
    return Page(
        usage=command.get_usage(ctx),
        paragraphs=tuple(paragraphs),
        sections=sections_of(rows, _TITLES),
        epilog=" ".join(_plain(command.epilog or "").split()),
    )


def _command_rows(command: Any, ctx: Any) -> Iterator[tuple[str, Row]]:
    for name in command.list_commands(ctx) if isinstance(command, TyperGroup) else ():
        below = command.get_command(ctx, name)
        if below is not None and not below.hidden:
            words = _plain(below.short_help or below.help or "").partition("\n\n")[0]
            title = _GROUPS if isinstance(below, TyperGroup) else _COMMANDS
            yield title, Row((name,), "", " ".join(words.split()))


def _parameter_rows(command: Any, ctx: Any) -> Iterator[tuple[str, Row]]:
    for each in command.get_params(ctx):
        if (record := each.get_help_record(ctx)) is None:
            continue
        told = each.help or ""
        # What follows is added by typer, such as limits and the default.
        facts = record[1].removeprefix(told).strip()
        words = " ".join(f"{_plain(told)} {facts}".split())
        if each.param_type_name == "argument":
            yield _ARGUMENTS, Row((record[0].split()[0],), "", words)
        else:
            title = getattr(each, "rich_help_panel", None) or (REQUIRED if each.required else OPTIONS)
            yield title, Row(_names(each), _value(each, record[0]), words)


def _names(option: Any) -> tuple[str, ...]:
    """Return the names of an option, the short one first."""
    return tuple(sorted([*option.opts, *option.secondary_opts], key=lambda name: name.startswith("--")))


def _value(option: Any, shown: str) -> str:
    """Return the word for the value of an option that typer shows with its names, none for a switch."""
    if option.is_flag:
        return ""
    if option.metavar:
        return str(option.metavar)
    kind = _SHOWN_NAMES.sub("", shown).strip(" <>[]")
    if "|" in kind:
        return kind
    if kind.lower().startswith(("int", "float")):
        return "NUMBER"
    return "FILE" if "path" in kind.lower() else "TEXT"


def _plain(words: str) -> str:
    """Return a text without the marks that rich and typer know."""
    return Text.from_markup(words).plain


def _width() -> int:
    return Console().width


def _printed(lines: list[Text]) -> str:
    console = Console(highlight=False, soft_wrap=True)
    with console.capture() as text:
        console.print(*lines, sep="\n")
    return text.get()
