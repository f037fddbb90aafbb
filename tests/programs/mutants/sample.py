"""Changes the hand-written code here and there, at random, and says how many of the changes the tests notice.

python tests/programs/mutants/sample.py                            # every area
python tests/programs/mutants/sample.py guards calculators --count 60 --seed 20
python tests/programs/mutants/sample.py guards --again             # what survived the last run

The same seed takes the same sample of the same code, and a longer sample begins with the shorter. Scores and
survivors are written into RESULTS.md; those of areas that were not asked for stay. A survivor is a question,
not always a fault: some changes change nothing that can be seen. The answer is a test, or a reason in
survivors.yaml.

Changes of functions are tried in forks of one run, with the tests that reach them. Others take a run each.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alterations import Alteration, alterations
from areas import AREAS, Area
from bench import Bench
from forked import verdicts_of
from judge import ROOT, Verdict
from scores import Score, read_scores, survivors_of, tried_of, with_scores

RESULTS = Path(__file__).with_name("RESULTS.md")
# Seconds. What nobody notices takes all tests of its area.
PATIENCE = 1800


def main() -> int:
    """Judge a sample and return the exit code, which is 0: a score is not a verdict."""
    parser = argparse.ArgumentParser(prog="python tests/programs/mutants/sample.py", description=__doc__)
    parser.add_argument("areas", nargs="*", metavar="AREA", help=f"of {', '.join(AREAS)} (default all)")
    parser.add_argument("--count", type=int, default=40, help="how many changes of each area are tried")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2, help="how many are judged at a time")
    parser.add_argument("--again", action="store_true", help="judge only what survived the last run")
    parser.add_argument("--functions", action="store_true", help="leave out what no fork can plant")
    options = parser.parse_args()
    if unknown := set(options.areas) - AREAS.keys():
        parser.error(f"no area is called {', '.join(sorted(unknown))}")
    for name in options.areas or AREAS:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(Path(folder), options.jobs, patience=PATIENCE)
            _run(name, bench, options)
    return 0


def _run(name: str, bench: Bench, options: argparse.Namespace) -> None:
    """Judge the changes of an area and write its score."""
    chosen = _survivors(name) if options.again else _chosen(name, options.seed, options.count)
    verdicts = []
    for verdict in _judged(chosen, AREAS[name], bench, options):
        verdicts.append(verdict)
        print(_line(verdict), flush=True)
    tried = tried_of(RESULTS.read_text("utf-8"), name) if options.again else len(verdicts)
    survivors = tuple(each.mutant for each in verdicts if not each.witness)
    _write(Score(area=name, seed=options.seed, tried=tried, of=len(_every(name)), survivors=survivors))


def _judged(
    chosen: Sequence[Alteration], area: Area, bench: Bench, options: argparse.Namespace
) -> Iterator[Verdict]:
    """Yield the verdicts: those of the forks, then those of what no fork can plant."""
    left, jobs = [], options.jobs
    for change, verdict in bench.ask(lambda judge: list(verdicts_of(judge, chosen, area.tests, jobs=jobs))):
        if verdict is None:
            left += [] if options.functions else [change]
        else:
            yield verdict
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda change: bench.ask(lambda judge: judge.judge(change)), left)


def _line(verdict: Verdict) -> str:
    kind = "caught  " if verdict.witness else "SURVIVED"
    return f"{kind} {verdict.seconds:5.1f} s  {verdict.mutant.name}  {verdict.witness or verdict.problem}"


def _write(score: Score) -> None:
    text = RESULTS.read_text("utf-8")
    scores = read_scores(text) | {score.area: score.lines()}
    RESULTS.write_text(with_scores(text, [scores[each] for each in AREAS if each in scores]), "utf-8")


def _chosen(name: str, seed: int, count: int) -> list[Alteration]:
    every = _every(name)
    random.Random(seed).shuffle(every)
    return every[:count]


def _survivors(name: str) -> list[Alteration]:
    """Return the changes that survived the last run, as RESULTS.md names them."""
    named: Collection[str] = survivors_of(RESULTS.read_text("utf-8"), name)
    return [change for change in _every(name) if change.name in named]


def _every(name: str) -> list[Alteration]:
    area = AREAS[name]
    files = sorted(path for folder in area.folders for path in (ROOT / folder).rglob("*.py"))
    return [
        change
        for path in files
        for change in alterations(ROOT, str(path.relative_to(ROOT)), area=name, tests=area.tests)
    ]


if __name__ == "__main__":
    sys.exit(main())
