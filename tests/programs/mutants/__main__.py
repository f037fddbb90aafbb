"""Plants every bug of the catalogue in a copy of the project and says which test noticed, and how soon.

python tests/programs/mutants                    # all of them; exits 1 if one survives
python tests/programs/mutants client: signing    # those of an area, or with a word in name or file

The table of RESULTS.md is renewed with what came of them.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from evidence import renewed
from judge import Judge, Trial, Verdict
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
        trials = pool.map(lambda tests: _innocent(bench, tests), _tests(chosen))
        if failing := [trial.witness for trial in trials if trial.witness]:
            console.print(Text("These fail without any bug: " + ", ".join(failing)))
            return 1
        verdicts = []
        for verdict in pool.map(lambda mutant: _judged(bench, mutant), chosen):
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


def _innocent(bench: Bench, tests: tuple[str, ...]) -> Trial:
    """Run tests while nothing is planted."""
    return bench.ask(lambda judge: judge.tried(tests))


def _judged(bench: Bench, mutant: Mutant) -> Verdict:
    return bench.ask(lambda judge: judge.judge(mutant))


def _line(verdict: Verdict) -> Text:
    kind = Text("caught  ", "green") if verdict.witness else Text("SURVIVED", "red")
    by = f" by {verdict.witness}" if verdict.witness else f" {' '.join(verdict.mutant.tests)}"
    told = f" {verdict.seconds:5.1f} s {verdict.cases:4} cases  {verdict.mutant.area}: {verdict.mutant.name}"
    return kind + Text(told) + Text(by, "dim")


def _summary(console: Console, verdicts: list[Verdict]) -> int:
    survived = [verdict for verdict in verdicts if not verdict.witness]
    console.print(Text(f"{len(verdicts) - len(survived)} of {len(verdicts)} planted bugs were caught."))
    return 1 if survived or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
