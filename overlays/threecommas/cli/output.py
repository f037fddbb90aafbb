"""The output of a command: results to standard output, everything else to standard error."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import typer
from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text
from threecommas_rest.json_text import dumps
from threecommas_rest.undecoded import Undecoded

from threecommas.cli.errors import Exit, error_json
from threecommas.cli.interruptions import Unwritten, silence_output
from threecommas.cli.tables.entities import EntityTable
from threecommas.cli.terminal_text import ascii_json, printable
from threecommas.errors import ThreeCommasError
from threecommas.messages.signature import SignatureExplanation

# A table in a file or a pipe is not to be cut to the width of a terminal that is not there.
_WIDE = 1000


class Entity(Protocol):
    """A model of the document."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON."""


T = TypeVar("T", bound="Entity | str")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Where a command's words go: results to standard output, everything else to standard error."""

    as_json: bool
    results: Console
    remarks: Console

    def show(self, value: object, rendered: RenderableType) -> None:
        """Print a result, as JSON on one line or for people; raise `Unwritten` if that cannot be done.

        The command ends with the exit code of an unreadable answer if people were shown marks in a table.
        """
        self._print(value, rendered)
        self._end_for(list(self._marked(rendered)))

    def _marked(self, rendered: RenderableType) -> Iterator[tuple[ThreeCommasError, str]]:
        """Yield what a table needs and is not as documented, and the words for it."""
        for error in rendered.missed if isinstance(rendered, EntityTable) and not self.as_json else ():
            yield error, f"{error}. --json shows it as it came."

    def _end_for(self, unread: list[tuple[ThreeCommasError, str]]) -> None:
        """Tell what cannot be read, and end the command if there is anything."""
        for error, words in unread:
            self.error(error, words)
        if unread:
            raise typer.Exit(Exit.UNREADABLE)

    def _print(self, value: object, rendered: RenderableType) -> None:
        try:
            if self.as_json:
                typer.echo(ascii_json(dumps(value)))
            else:
                # Not printed by rich, which ends the program itself where nobody reads it.
                with self.results.capture() as text:
                    _print_whole(self.results, rendered)
                typer.echo(text.get(), nl=False, color=True)
        except OSError as error:
            silence_output()
            raise Unwritten(error, value) from None

    def show_all(
        self, items: Sequence[T | Undecoded], table: Callable[[Iterable[T]], RenderableType]
    ) -> None:
        """Print a list; end with the exit code of an unreadable answer if there is one that is `Undecoded`.

        As JSON it stands in its place; for people the table goes without it, and a remark says so.
        """
        rendered = table(_readable(items))
        self._print([_json_value(item) for item in items], rendered)
        unread = [item for item in items if isinstance(item, Undecoded)]
        words = [(item.error, f"{item.error}{_named(item)}. --json shows it as it came.") for item in unread]
        self._end_for([*words, *self._marked(rendered)])

    def show_lines(self, items: Iterable[T | Undecoded]) -> None:
        """Print a list as JSON, a line for each element as it comes; end as `show_all` does."""
        unread: list[tuple[ThreeCommasError, str]] = []
        for item in items:
            self._print(_json_value(item), "")
            unread += [(item.error, str(item.error))] if isinstance(item, Undecoded) else []
        self._end_for(unread)

    @contextlib.contextmanager
    def live(self, rendered: RenderableType) -> Iterator[None]:
        """Draw something on a terminal again and again until the end; raise `Unwritten` if that fails."""
        try:
            with Live(rendered, console=self.results, refresh_per_second=2):
                yield
        except OSError as error:
            silence_output()
            raise Unwritten(error, None) from None

    def error(self, error: ThreeCommasError, text: str) -> None:
        """Print an error, as JSON on one line or for people."""
        if self.as_json:
            typer.echo(ascii_json(error_json(error)), err=True)
        else:
            self.info(text)

    def tell_end(self, code: Exit, text: str, number: int | None = None) -> None:
        """Print why the command ends, as JSON on one line or for people, if standard error takes it."""
        facts = {"error": code.name, "exit_code": int(code), "message": text, "id": number}
        with contextlib.suppress(OSError):
            typer.echo(ascii_json(dumps(facts)) if self.as_json else str(printable(text)), err=True)

    def info(self, text: str) -> None:
        """Print something that is no result."""
        _print_whole(self.remarks, printable(text))


def output(*, as_json: bool) -> Output:
    """Return the output of a command."""
    return Output(as_json=as_json, results=_console(stderr=False), remarks=_console(stderr=True))


def _print_whole(console: Console, rendered: RenderableType) -> None:
    """Print text letter by letter as it is, on lines of its own alone; everything else as rich draws it."""
    # Names of others may look like markup, and a line broken within a name makes the JSON unreadable.
    text = printable(rendered) if isinstance(rendered, str) else rendered
    console.print(text, soft_wrap=isinstance(text, Text))


def _named(item: Undecoded) -> str:
    return "" if item.id is None else f" (id {item.id})"


def _json_value(item: Entity | str | Undecoded) -> object:
    if isinstance(item, Undecoded):
        return item.raw
    return item if isinstance(item, str) else item.to_dict()


def _readable(items: Iterable[T | Undecoded]) -> list[T]:
    return [item for item in items if not isinstance(item, Undecoded)]


def explanation_json(explanation: SignatureExplanation) -> dict[str, object]:
    """Return what is signed as JSON; bytes that are no text are escaped."""
    return {
        "method": explanation.method,
        "url": explanation.url,
        "content_type": explanation.content_type,
        "body": explanation.body.decode("utf-8", "backslashreplace"),
        "signer": explanation.signer,
        "separator": explanation.separator,
        "signed_text": explanation.signed_text.decode("utf-8", "backslashreplace"),
    }


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    return console
