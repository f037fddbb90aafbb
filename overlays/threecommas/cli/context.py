"""The context of a command: the world outside, the client, and its output.

Everything from outside comes in through `CliDependencies`, so that a test needs no real clock, key or socket.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import httpx
import typer

from threecommas.cli.errors import Exit, exit_code
from threecommas.cli.interruptions import Terminated, Unwritten, Writes
from threecommas.cli.output import Output, explanation_json, output
from threecommas.cli.terminal_text import printable
from threecommas.client import ThreeCommas
from threecommas.errors import DryRunError, ThreeCommasError
from threecommas.flow import Timing
from threecommas.guards.local import Mode
from threecommas.rate_budget import RateBudget
from threecommas.streams.source import StreamTransport
from threecommas.transport.attempts import AttemptHook


@dataclass(frozen=True, slots=True, kw_only=True)
class CliDependencies:
    """The world outside of a command; None for `transport` is the network, and so for `stream_transport`.

    `is_interactive` tells whether somebody can answer a question, `shows_tables` whether standard output is
    a terminal, on which a table can be drawn again.
    """

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    transport: httpx.BaseTransport | None = None
    stream_transport: StreamTransport | None = None
    timing: Timing = field(default_factory=Timing)
    is_interactive: Callable[[], bool] = lambda: sys.stdin is not None and sys.stdin.isatty()
    shows_tables: Callable[[], bool] = lambda: sys.stdout is not None and sys.stdout.isatty()


@dataclass(frozen=True, slots=True, kw_only=True)
class CliContext:
    """The surroundings, and what the options before the command say."""

    dependencies: CliDependencies
    mode: Mode | None
    read_only: bool
    dry_run: bool
    max_total: str | None

    def client(self, on_attempt: AttemptHook, stream_url: str | None = None) -> ThreeCommas:
        """Return a client by environment and options; raise `ConfigurationError` for what cannot be used."""
        timing = self.dependencies.timing
        return ThreeCommas(
            environ=self.dependencies.environ,
            mode=self.mode,
            read_only=self.read_only,
            dry_run=self.dry_run,
            max_total=self.max_total,
            rate_budget=RateBudget(clock=timing.clock),
            transport=self.dependencies.transport,
            stream_url=stream_url,
            stream_transport=self.dependencies.stream_transport,
            timing=timing,
            on_attempt=on_attempt,
        )


@contextlib.contextmanager
def command_session(
    context: typer.Context, *, as_json: bool, stream_url: str | None = None
) -> Iterator[tuple[ThreeCommas, Output]]:
    """Give a command its client and output; end it with the exit code of whatever goes wrong."""
    out, writes = output(as_json=as_json), Writes()
    try:
        with context.obj.client(writes, stream_url) as client:
            yield client, out
    except DryRunError as error:
        out.show({"dry_run": explanation_json(error.explanation)}, printable(str(error)))
    except ThreeCommasError as error:
        out.error(error, str(error))
        raise typer.Exit(exit_code(error)) from None
    except (KeyboardInterrupt, Terminated) as ending:
        if writes.last is None:
            raise
        out.tell_end(Exit.OUTCOME_UNKNOWN, writes.after(ending))
        raise typer.Exit(Exit.OUTCOME_UNKNOWN) from None
    except Unwritten as ending:
        # Who reads no further, as `head` does, wants to hear of it only if something was done.
        if writes.last is not None or not isinstance(ending.cause, BrokenPipeError):
            out.tell_end(Exit.UNWRITTEN, writes.unwritten(ending), ending.id)
        raise typer.Exit(Exit.UNWRITTEN) from None
