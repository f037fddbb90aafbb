"""How long it takes from the document to the client, and how long openapi-generator takes for the same."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from blow_up import blow_up
from openapi_generator import Missing, find_jar, java
from rows import Row, Target

ROOT = Path(__file__).parents[3]
OPERATIONS = 100
FASTER = Target(at="least", limit=3)
# What is edited while a watch runs: a schema that many operations answer.
EDITED = Path("schemas/smart_trades/SmartTrade.yaml")


@dataclass(frozen=True)
class Subject:
    """A document to generate from, and how many seconds that may take: from scratch, and after an edit."""

    name: str
    spec: Path
    limit: float
    rebuild_limit: float


def generation_rows(rounds: int) -> Iterator[Row]:
    """Yield times of whole commands, from start to exit, and their ratios to those of openapi-generator."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        blow_up(ROOT / "spec", scratch / "spec", OPERATIONS)
        shutil.copytree(ROOT / "spec", scratch / "own")
        yield from subject_rows(Subject("our document", scratch / "own", 3, 1), scratch / "ours", rounds)
        large = Subject(f"{OPERATIONS} operations", scratch / "spec", 5, 2)
        yield from subject_rows(large, scratch / "large", rounds)
        yield floor_row(rounds)


def floor_row(rounds: int) -> Row:
    """Yield what no cold build can be faster than: the time to load the program that it has to use."""
    load = [sys.executable, "-c", "import openapi_python_client.parser, yaml, jinja2"]
    name = "start of Python with openapi-python-client"
    note = "part of every build that is not a rebuild in a watch"
    return Row(
        name=name, unit="s", measured=min(seconds(load) for _ in range(rounds)), target=None, note=note
    )


def subject_rows(subject: Subject, scratch: Path, rounds: int) -> Iterator[Row]:
    """Yield the rows of one document; the programs take turns, so that all meet the same machine."""
    own = own_command("build", subject.spec, scratch / "generated")
    watch = own_command("watch", subject.spec, scratch / "generated")
    run(own)
    try:
        other = other_command(
            scratch / "generated" / "threecommas_openapi" / "openapi.json", scratch / "other"
        )
    except Missing as missing:
        yield time_row(subject, min(seconds(own) for _ in range(rounds)))
        yield rebuild_row(subject, min(rebuild_seconds(watch, subject.spec) for _ in range(rounds)))
        yield ratio_row("build", subject, None, f"not compared: {missing}")
        return
    turns = [(seconds(own), seconds(other), rebuild_seconds(watch, subject.spec)) for _ in range(rounds)]
    build, others, rebuild = (min(times) for times in zip(*turns, strict=True))
    note = f"openapi-generator, language python: {others:.2f} s"
    yield time_row(subject, build)
    yield rebuild_row(subject, rebuild)
    yield ratio_row("build", subject, others / build, note)
    yield ratio_row("rebuild in a watch", subject, others / rebuild, note)


def time_row(subject: Subject, measured: float) -> Row:
    """Return the row of our own time."""
    target = Target(at="most", limit=subject.limit)
    note = "document, client, tables and reference; a fresh process that finds nothing of an earlier build"
    return Row(name=f"generator build, {subject.name}", unit="s", measured=measured, target=target, note=note)


def rebuild_row(subject: Subject, measured: float) -> Row:
    """Return the row of our own time in a watch."""
    target = Target(at="most", limit=subject.rebuild_limit)
    note = f"from saving {EDITED.name} to the end of the build"
    name = f"rebuild in a watch, {subject.name}"
    return Row(name=name, unit="s", measured=measured, target=target, note=note)


def ratio_row(what: str, subject: Subject, measured: float | None, note: str) -> Row:
    """Return a row that compares with openapi-generator."""
    name = f"{what} against openapi-generator, {subject.name}"
    return Row(name=name, unit="times as fast", measured=measured, target=FASTER, note=note)


def own_command(name: str, spec: Path, generated: Path) -> list[str]:
    """Return the command of that name for a document."""
    return [sys.executable, "-m", "generator", name, "--spec", str(spec), "--generated", str(generated)]


def other_command(document: Path, output: Path) -> list[str]:
    """Return the same for the other program; raise Missing if it is not to be had."""
    options = ["-g", "python", "-i", str(document), "-o", str(output)]
    # Its validation takes text alone for the body of a link, where OpenAPI allows any value.
    return [java(), "-jar", str(find_jar()), "generate", "--skip-validate-spec", *options]


def seconds(command: list[str], *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how long the command takes."""
    start = clock()
    run(command)
    return clock() - start


def rebuild_seconds(watch: list[str], spec: Path, *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how long a watch takes from a saved edit to the end of the build it makes of it."""
    with subprocess.Popen(
        watch, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        read_until_built(running)
        edit(spec / EDITED)
        start = clock()
        read_until_built(running)
        took = clock() - start
        running.send_signal(signal.SIGINT)
    return took


def edit(file: Path) -> None:
    """Put a word into the first description of a file."""
    text = file.read_text("utf-8")
    file.write_text(text.replace("description: ", "description: Really. ", 1), "utf-8")


def read_until_built(watch: subprocess.Popen[str]) -> None:
    """Read what a watch says until it waits for the next edit."""
    if watch.stdout is None or not any(line.startswith("watching ") for line in watch.stdout):
        raise SystemExit("the watch came to an end by itself")


def run(command: list[str]) -> None:
    """Run the command to its end; what it says matters only if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:] or done.stdout[-2000:]}")
