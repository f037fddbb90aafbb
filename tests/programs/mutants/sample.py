"""Changes the hand-written code here and there, at random, and says how many of the changes the tests notice.

python tests/programs/mutants/sample.py --count 40 --seed 20

The same seed takes the same sample of the same code. The score and the survivors are written into
RESULTS.md. A survivor is a question, not always a fault: some changes change nothing that can be seen.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from alterations import Alteration, alterations
from evidence import between
from judge import ROOT, Judge, Verdict

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- sample: written by `make sample` -->", "<!-- end of the sample -->"
# Seconds. What nobody notices takes all tests of its package.
PATIENCE = 1800
# What is tested by what; the slowest tests are left to the catalogue.
AREAS = {
    "overlays/threecommas": ("tests/client", "tests/cli"),
    "overlays/threecommas_mock": (
        "tests/mock",
        "--ignore=tests/mock/control/test_live_page.py",
        "--ignore=tests/mock/smart_trades/test_model.py",
    ),
}


def main() -> int:
    """Judge a sample and return the exit code, which is 0: a score is not a verdict."""
    parser = argparse.ArgumentParser(prog="python tests/programs/mutants/sample.py", description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="how many changes of each package are tried")
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    verdicts = []
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(Path(folder), patience=PATIENCE)
        for area in AREAS:
            every = _every(area)
            for change in random.Random(options.seed).sample(every, min(options.count, len(every))):
                verdict = judge.judge(change)
                verdicts.append(verdict)
                # At once, so that a run which is ended early leaves what it found.
                _write(verdicts, options.seed)
                kind = "caught  " if verdict.witness else "SURVIVED"
                why = verdict.witness or verdict.problem
                print(f"{kind} {verdict.seconds:5.1f} s  {change.name}  {why}", flush=True)
    return 0


def _write(verdicts: list[Verdict], seed: int) -> None:
    text = RESULTS.read_text("utf-8")
    RESULTS.write_text(between(text, BEGIN, END, report(verdicts, seed)), "utf-8")


def report(verdicts: list[Verdict], seed: int) -> list[str]:
    """Return the score of each package and the survivors, as lines of Markdown."""
    lines = ["| package | changes tried | noticed | score |", "|---|---:|---:|---:|"]
    for area in AREAS:
        tried = [verdict for verdict in verdicts if verdict.mutant.area == area]
        noticed = sum(bool(verdict.witness) for verdict in tried)
        if tried:
            lines.append(f"| {area} | {len(tried)} | {noticed} | {noticed / len(tried):.0%} |")
    survivors = [f"- {verdict.mutant.name}" for verdict in verdicts if not verdict.witness]
    return [
        f"Seed {seed}.",
        "",
        *lines,
        "",
        "Not noticed:" if survivors else "All were noticed.",
        "",
        *survivors,
    ]


def _every(area: str) -> list[Alteration]:
    return [
        change
        for path in sorted((ROOT / area).rglob("*.py"))
        for change in alterations(ROOT, str(path.relative_to(ROOT)), area=area, tests=AREAS[area])
    ]


if __name__ == "__main__":
    sys.exit(main())
