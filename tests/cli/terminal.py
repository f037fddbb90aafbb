"""A command line in process: an exchange behind it, a key in its environment, and no real time."""

import functools
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from threecommas import Timing
from threecommas.cli.app import app
from threecommas.cli.context import CliDependencies
from threecommas.streams.source import StreamTransport
from threecommas_mock import Document, MockExchange
from typer.testing import CliRunner, Result

SECRET = "threecommas-mock-secret"
KEYS = {"THREECOMMAS_API_KEY": "threecommas-mock-key", "THREECOMMAS_SECRET": SECRET}


@functools.cache
def document() -> Document:
    """The document, which takes long to load and which exchanges share."""
    return Document.load()


@dataclass
class Terminal:
    """Where commands are typed. Seconds that a command sleeps pass on the exchange.

    Somebody sits before it, unless it is not `interactive`.
    """

    exchange: MockExchange = field(default_factory=lambda: MockExchange(document=document()))
    transport: httpx.BaseTransport | None = None
    environ: Mapping[str, str] = field(default_factory=dict)
    slept: float = 0.0
    columns: int = 200
    interactive: bool = True
    shows_tables: bool = False
    stream_transport: StreamTransport | None = None

    def sleep(self, seconds: float) -> None:
        """Let seconds pass in no time."""
        self.slept += seconds
        self.exchange.advance(seconds)

    def clock(self) -> float:
        """Return the seconds that have passed."""
        return self.slept

    def run(self, line: str, *more: str, stdin: str | None = None) -> Result:
        """Run one command, written as in a shell; `more` are further arguments as they are."""
        return CliRunner().invoke(
            app,
            [*shlex.split(line), *more],
            input=stdin,
            obj=self._dependencies(),
            env={"COLUMNS": str(self.columns)},
        )

    def complete(self, line: str) -> list[str]:
        """Return the words that a shell offers after what was typed so far, each with its description."""
        typed = f"threecommas {line}"
        environ = {
            "_THREECOMMAS_COMPLETE": "complete_fish",
            "_TYPER_COMPLETE_ARGS": typed,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        }
        result = CliRunner().invoke(app, [], obj=self._dependencies(), env=environ, prog_name="threecommas")
        assert result.stderr == ""
        return result.stdout.split("\n")[:-1] if result.stdout.strip() else []

    def _dependencies(self) -> CliDependencies:
        environ = {**KEYS, "THREECOMMAS_BASE_URL": self.exchange.base_url, **self.environ}
        return CliDependencies(
            environ={name: value for name, value in environ.items() if value},
            transport=self.transport or self.exchange.transport(),
            stream_transport=self.stream_transport,
            timing=Timing(clock=self.clock, sleep=self.sleep, random=lambda: 0.5),
            is_interactive=lambda: self.interactive,
            shows_tables=lambda: self.shows_tables,
        )
