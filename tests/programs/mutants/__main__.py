"""Plants every bug of the catalogue in a copy of the project and says which test noticed, and how soon.

python tests/programs/mutants                    # all; exits 1 if one survives or cannot be judged
python tests/programs/mutants client: signing    # those of an area, or with a word in name or file

The table of RESULTS.md is renewed with what came of them.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from evidence import renewed
from judge import IMPORT, Judge, Verdict
from mutant import Mutant, catalogue
from rich.console import Console
from rich.text import Text

RESULTS = Path(__file__).with_name("RESULTS.md")
# Narrower, the lines of a build log without a terminal would be cut into pieces.
LOG_WIDTH = 1000

T = TypeVar("T")


class Bench:
    """Some judges, each of whom does one thing at a time."""

    def __init__(self, folder: Path, count: int) -> None:
        self._free: SimpleQueue[Judge] = SimpleQueue()
        for number in range(count):
            self._free.put(Judge(folder / str(number)))

    def ask(self, question: Callable[[Judge], T]) -> T:
        """Put a question to the next judge who is free."""
        judge = self._free.get()
        try:
            return question(judge)
        finally:
            self._free.put(judge)


def main() -> int:
    """Judge the bugs that were asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="python tests/programs/mutants", description=__doc__)
    parser.add_argument("words", nargs="*", help="only bugs whose area, name or file has one of them")
    parser.add_argument("--jobs", type=int, default=2, help="how many are judged at a time")
    options = parser.parse_args()
    chosen = [mutant for mutant in catalogue() if _is_meant(mutant, options.words)]
    console = Console(highlight=False, width=None if sys.stdout.isatty() else LOG_WIDTH)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as pool:
        bench = Bench(Path(folder), options.jobs)
        tests = _tests(chosen)
        # Why tests say nothing of a bug, "" if they do.
        problems = dict(zip(tests, pool.map(lambda each: _problem(bench, each), tests), strict=True))
        verdicts = []
        for verdict in pool.map(lambda mutant: _judged(bench, mutant, problems[mutant.tests]), chosen):
            verdicts.append(verdict)
            console.print(_line(verdict))
    RESULTS.write_text(renewed(RESULTS.read_text("utf-8"), verdicts, catalogue()), "utf-8")
    return _summary(console, verdicts)


def _is_meant(mutant: Mutant, words: list[str]) -> bool:
    text = f"{mutant.area}: {mutant.name} {mutant.file}".lower()
    return not words or any(word.lower() in text for word in words)


def _tests(mutants: list[Mutant]) -> list[tuple[str, ...]]:
    """Return each choice of tests once."""
    return list(dict.fromkeys(mutant.tests for mutant in mutants))


def _problem(bench: Bench, tests: tuple[str, ...]) -> str:
    """Run tests while nothing is planted."""
    try:
        trial = bench.ask(lambda judge: judge.tried(tests))
    except RuntimeError as error:
        return str(error)
    return f"{trial.witness} fails without any bug" if trial.witness else ""


def _judged(bench: Bench, mutant: Mutant, problem: str) -> Verdict:
    if problem:
        return Verdict(mutant=mutant, witness="", cases=0, seconds=0, problem=problem)
    verdict = bench.ask(lambda judge: judge.judge(mutant))
    if verdict.witness == IMPORT:
        # Any test notices that, so that it proves none.
        return replace(verdict, witness="", problem="nothing can be imported, so that no test ran")
    return verdict


def _line(verdict: Verdict) -> Text:
    told = f" {verdict.seconds:5.1f} s {verdict.cases:4} cases  {verdict.mutant.area}: {verdict.mutant.name}"
    if verdict.problem:
        return Text("UNJUDGED", "red") + Text(told) + Text(f" {verdict.problem.splitlines()[0]}", "dim")
    if not verdict.witness:
        return Text("SURVIVED", "red") + Text(told) + Text(f" {' '.join(verdict.mutant.tests)}", "dim")
    return Text("caught  ", "green") + Text(told) + Text(f" by {verdict.witness}", "dim")


def _summary(console: Console, verdicts: list[Verdict]) -> int:
    caught = [verdict for verdict in verdicts if verdict.witness]
    for verdict in verdicts:
        if not verdict.witness:
            console.print(_line(verdict))
            console.print(Text(verdict.problem))
    console.print(Text(f"{len(caught)} of {len(verdicts)} planted bugs were caught."))
    return 0 if verdicts and len(caught) == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
