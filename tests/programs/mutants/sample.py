"""Changes the hand-written code here and there, at random, and says how many of the changes the tests notice.

python tests/programs/mutants/sample.py                            # every area
python tests/programs/mutants/sample.py guards calculators --count 60 --seed 20

The same seed takes the same sample of the same code. Scores and survivors are written into RESULTS.md; those
of areas that were not asked for stay. A survivor is a question, not always a fault: some changes change
nothing that can be seen. The answer is a test, or a reason in survivors.yaml.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alterations import Alteration, alterations
from areas import AREAS, Area
from bench import Bench
from judge import ROOT, Verdict
from scores import Score, read_scores, with_scores

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
    options = parser.parse_args()
    if unknown := set(options.areas) - AREAS.keys():
        parser.error(f"no area is called {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.jobs, patience=PATIENCE)
        for name in options.areas or AREAS:
            chosen = _chosen(name, options.seed, options.count)
            _judge(name, chosen, bench, options)
    return 0


def _judge(name: str, chosen: list[Alteration], bench: Bench, options: argparse.Namespace) -> None:
    """Judge the changes of an area, and write the score after each: a run may be ended early."""
    verdicts: list[Verdict] = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for verdict in pool.map(lambda change: bench.ask(lambda judge: judge.judge(change)), chosen):
            verdicts.append(verdict)
            print(_line(verdict), flush=True)
            _write(_score(name, options.seed, verdicts))


def _line(verdict: Verdict) -> str:
    kind = "caught  " if verdict.witness else "SURVIVED"
    return f"{kind} {verdict.seconds:5.1f} s  {verdict.mutant.name}  {verdict.witness or verdict.problem}"


def _score(name: str, seed: int, verdicts: Iterable[Verdict]) -> Score:
    seen = list(verdicts)
    survivors = [each.mutant for each in seen if not each.witness]
    return Score(area=name, seed=seed, tried=len(seen), survivors=tuple(survivors))


def _write(score: Score) -> None:
    text = RESULTS.read_text("utf-8")
    scores = read_scores(text) | {score.area: score.lines()}
    RESULTS.write_text(with_scores(text, [scores[each] for each in AREAS if each in scores]), "utf-8")


def _chosen(name: str, seed: int, count: int) -> list[Alteration]:
    every = _every(name, AREAS[name])
    return random.Random(seed).sample(every, min(count, len(every)))


def _every(name: str, area: Area) -> list[Alteration]:
    files = sorted(path for folder in area.folders for path in (ROOT / folder).rglob("*.py"))
    return [
        change
        for path in files
        for change in alterations(ROOT, str(path.relative_to(ROOT)), area=name, tests=area.tests)
    ]


if __name__ == "__main__":
    sys.exit(main())
