"""The command `threecommas-conformance`: the suite against the mock in this process, or any server."""

import os
import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated, cast

import httpx
import typer
from rich.console import Console
from rich.text import Text
from threecommas.cli.exit_codes import exit_code_help
from threecommas.cli.help_options import HelpfulCommand, HelpfulGroup
from threecommas.errors import ThreeCommasError
from threecommas.flow import Timing
from threecommas.signing.httpx_auth import SignatureAuth

from threecommas_conformance.contradictions import refuse_contradictions
from threecommas_conformance.exit_codes import Exit, exit_code
from threecommas_conformance.fixtures.survey import FixtureError
from threecommas_conformance.mock_target import mock
from threecommas_conformance.plan import EXAMPLES, PHASES, SEED, Phase, RunPlan
from threecommas_conformance.reports import baseline as baselines
from threecommas_conformance.reports.har import har
from threecommas_conformance.reports.html import page
from threecommas_conformance.reports.junit import junit
from threecommas_conformance.reports.progress import Progress
from threecommas_conformance.reports.summary import summary
from threecommas_conformance.run import RunListener, run
from threecommas_conformance.target import SENTENCES, Target, target_from_environment
from threecommas_conformance.traffic.gateway import NoResponseError

# Enough to tell runs apart, and short enough to type.
_SEEDS = 1_000_000

app = typer.Typer(name="threecommas-conformance", pretty_exceptions_enable=False, rich_markup_mode="rich")


@dataclass(frozen=True, slots=True, kw_only=True)
class CliDependencies:
    """The world outside of the command; None for `transport` is the network."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    transport: httpx.BaseTransport | None = None
    timing: Timing = field(default_factory=Timing)


def main() -> None:
    """Run the command with the real world around it, and leave with its exit code."""
    app(obj=CliDependencies())


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(installed("threecommas-sdk"))
        raise typer.Exit


@app.command(cls=HelpfulCommand)
def signature(
    context: typer.Context,
    method: Annotated[str, typer.Argument(help="GET, POST, PATCH, PUT or DELETE.")],
    url: Annotated[str, typer.Argument(help="The whole address, with its query.")],
    *,
    body: Annotated[str, typer.Option(help="The body as it is sent.")] = "",
) -> None:
    """Print the signature of a request, by the key of the environment; curl lines of a report ask for it."""
    dependencies: CliDependencies = context.obj
    with _exit_codes(Console(stderr=True, highlight=False)):
        request = httpx.Request(method, url, content=body.encode() or None)
        origin = request.url.copy_with(raw_path=b"/")
        target = target_from_environment(dependencies.environ, url=str(origin))
        next(SignatureAuth(target.api_key, target.signer, base_url=target.base_url).auth_flow(request))
        typer.echo(request.headers["Signature"])


@app.callback(cls=HelpfulGroup, invoke_without_command=True, epilog=exit_code_help(Exit))
def conformance(
    context: typer.Context,
    *,
    url: Annotated[
        str | None, typer.Option(help="Base URL of the server; the mock in this process without it.")
    ] = None,
    phases: Annotated[str, typer.Option(help="Some of these, with commas between.")] = ",".join(PHASES),
    seed: Annotated[int, typer.Option(help="The same seed sends the same requests.")] = SEED,
    at_random: Annotated[bool, typer.Option("--random", help="Draw the seed, and say which.")] = False,
    examples: Annotated[int, typer.Option(help="How many requests are tried of each operation.")] = EXAMPLES,
    account_id: Annotated[int | None, typer.Option(help="The account of orders.")] = None,
    pair: Annotated[str | None, typer.Option(help="The pair of orders, such as USDT_BTC.")] = None,
    permit: Annotated[
        list[str] | None,
        typer.Option(
            help="A server elsewhere is only read, in paper mode, until you say: "
            + " / ".join(f"'{sentence}'" for sentence in SENTENCES)
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the report as a page.")] = None,
    junit_xml: Annotated[Path | None, typer.Option("--junit", help="Write the report as JUnit XML.")] = None,
    har_file: Annotated[Path | None, typer.Option("--har", help="Write all requests as HAR.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="File of known findings.")] = None,
    write_baseline: Annotated[Path | None, typer.Option(help="Write the findings as known ones.")] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Check that a server does what the document of the 3Commas API says.

    The key comes from the environment: THREECOMMAS_API_KEY with THREECOMMAS_SECRET or
    THREECOMMAS_PRIVATE_KEY_FILE. A server elsewhere gets no more requests than its documented limits allow.
    """
    refuse_contradictions(context, (html, junit_xml, har_file, write_baseline))
    if context.invoked_subcommand is not None:
        return
    dependencies: CliDependencies = context.obj
    console = Console(stderr=True, highlight=False)
    with _exit_codes(console):
        # A run may take hours, so what cannot be written is refused before it.
        _open_all((html, junit_xml, har_file, write_baseline))
        known = baselines.NOTHING_KNOWN if baseline is None else baselines.load(baseline)
        plan = RunPlan(
            phases=cast("tuple[Phase, ...]", tuple(filter(None, phases.replace(" ", "").split(",")))),
            seed=random.randrange(_SEEDS) if at_random else seed,  # noqa: S311  (no secret)
            examples=examples,
            account_id=account_id,
            pair=pair,
        )
        with _target(dependencies, url, permit or []) as target, Progress(console) as progress:
            listener = RunListener(
                on_response=progress.on_response, on_finding=progress.on_finding, on_wait=progress.on_wait
            )
            report = run(target, plan, listener=listener, timing=dependencies.timing)
        files = {
            html: page(report, known),
            junit_xml: junit(report, known),
            har_file: har(report),
            write_baseline: baselines.dump(report.findings, known),
        }
        _show(summary(report, known))
        _write(files)
        raise typer.Exit(exit_code(report, known))


@contextmanager
def _target(dependencies: CliDependencies, url: str | None, permit: list[str]) -> Iterator[Target]:
    if url is None:
        with mock() as target:
            yield target
    else:
        yield target_from_environment(
            dependencies.environ, url=url, permissions=permit, transport=dependencies.transport
        )


@contextmanager
def _exit_codes(console: Console) -> Iterator[None]:
    """End the command with the exit code of an error, and print its text."""
    try:
        yield
    except ThreeCommasError as error:
        message, code = str(error), Exit.CONFIGURATION
    except (FixtureError, NoResponseError) as error:
        message, code = str(error), Exit.UNUSABLE
    except OSError as error:
        message = f"The report {error.filename} cannot be written: {error.strerror}."
        code = Exit.CONFIGURATION
    else:
        return
    console.print(Text(message))
    raise typer.Exit(code)


def _open_all(paths: Iterable[Path | None]) -> None:
    """Open each file and leave it as it is; raise OSError for one that cannot be written."""
    for path in filter(None, paths):
        is_new = not path.exists()
        path.open("a").close()
        if is_new:
            path.unlink()


def _write(files: Mapping[Path | None, str]) -> None:
    for path, text in files.items():
        if path is not None:
            try:
                path.write_text(text, "utf-8")
            except OSError as error:
                # A full disk is told without the name of the file.
                raise OSError(error.errno, error.strerror, str(path)) from error


def _show(text: str) -> None:
    # What a server answered may be anything: it does not command the terminal.
    typer.echo("".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text))
