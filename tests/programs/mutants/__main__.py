"""Plants every bug of the catalogue in a copy of the project and says which test noticed, and how soon.

python tests/programs/mutants                    # all; exits 1 if one survives or cannot be judged
python tests/programs/mutants client: signing    # those of an area, or with a word in name or file

The table of RESULTS.md is renewed with what came of them.
"""

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from bench import Bench
from evidence import renewed
from judge import IMPORT, Judge, Verdict
from mutant import LINT, Mutant, catalogue
from rich.console import Console
from rich.text import Text

RESULTS = Path(__file__).with_name("RESULTS.md")
# Narrower, the lines of a build log without a terminal would be cut into pieces.
LOG_WIDTH = 1000


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
        problems = bench.ask(lambda judge: _problems(judge, chosen, options.jobs))
        verdicts = []
        for verdict in pool.map(lambda mutant: _judged(bench, mutant, problems[mutant.tests]), chosen):
            verdicts.append(verdict)
            console.print(_line(verdict))
    RESULTS.write_text(renewed(RESULTS.read_text("utf-8"), verdicts, catalogue()), "utf-8")
    return _summary(console, verdicts)


def _is_meant(mutant: Mutant, words: list[str]) -> bool:
    text = f"{mutant.area}: {mutant.name} {mutant.file}".lower()
    return not words or any(word.lower() in text for word in words)


def _problems(judge: Judge, mutants: list[Mutant], jobs: int) -> dict[tuple[str, ...], str]:
    """Run all tests while nothing is planted; gives why a choice of them can say nothing, "" if it can."""
    choices = {mutant.tests for mutant in mutants}
    failing = judge.failing({test for tests in choices - {LINT} for test in tests}, jobs=jobs)
    failing += [LINT[0]] if LINT in choices and judge.tried(LINT).witness else []
    found = {tests: next((name for name in failing if _is_among(name, tests)), "") for tests in choices}
    return {tests: f"{name} fails without any bug" if name else "" for tests, name in found.items()}


def _is_among(name: str, tests: tuple[str, ...]) -> bool:
    """Whether a test that failed is one of these, or of a file or a folder of these."""
    return any(name == test or name.startswith((f"{test}/", f"{test}::", f"{test}[")) for test in tests)


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
