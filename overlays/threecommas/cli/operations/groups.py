"""Groups of commands, one for each resource of the client.

A command is made when it is asked for.
"""

from importlib import import_module
from typing import Any, ClassVar

import typer
from rich.markup import escape

from threecommas.cli.help_options import HelpfulGroup
from threecommas.cli.operations.command import operation_command
from threecommas.cli.operations.resources import methods, resource_words, resources

# The resources that have commands made by hand besides; one of the same name is used in place of the other.
_BY_HAND = {
    "smart_trades": "threecommas.cli.commands.smart_trades",
    "dca_bots": "threecommas.cli.commands.dca_bots",
}


class ResourceGroup(HelpfulGroup):
    """The commands of a resource, each of which is made when it is asked for."""

    resource: ClassVar[str] = ""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, those of operations in the order of the document."""
        below = [word_of(name) for name in (*methods(self.resource), *resources(self.resource))]
        return list(dict.fromkeys([*below, *super().list_commands(ctx)]))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, None if there is none of that name."""
        by_hand = super().get_command(ctx, cmd_name)
        return by_hand or command_below(self.resource, cmd_name)


def command_below(resource: str, word: str) -> Any:
    """Return the command or group of a word right below a resource, None if there is none."""
    for method in methods(resource):
        if word_of(method) == word:
            return operation_command(method)
    for below in resources(resource):
        if word_of(below) == word:
            return _group(below)
    return None


def word_of(name: str) -> str:
    """Return the word of a command line for a method or resource, such as panic-sell for deals.panic_sell."""
    return name.rpartition(".")[2].replace("_", "-")


def _group(resource: str) -> Any:
    kind = type("ResourceGroup", (ResourceGroup,), {"resource": resource})
    words = escape(resource_words(resource))
    app = typer.Typer(
        name=word_of(resource), cls=kind, help=words, no_args_is_help=True, add_completion=False,
        rich_markup_mode="rich",
    )  # fmt: skip
    app.callback()(_nothing)
    if resource in _BY_HAND:
        app.add_typer(import_module(_BY_HAND[resource]).app)
    return typer.main.get_command(app)


def _nothing() -> None:
    pass
