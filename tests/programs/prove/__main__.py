"""Everything that is generated, at length: document, client and exchange against each other with one seed.

make prove                 # the seed of every day
make prove RANDOM=1        # another seed, which is printed; nightly
make prove SEED=4711       # that one again
python tests/programs/prove --random --minutes 30    # one seed after the other
python tests/programs/prove --mutants                # the planted bugs too

The reports of the conformance run are in dist/prove: a page, JUnit, HAR. The exit code is 1 if a part fails.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
OUTPUT = ROOT / "dist" / "prove"
SEED = 20
SEEDS = 1_000_000
# Those with a model of their own.
ROOMS = ("smart_trades", "simple_trades", "deals", "grid_bots")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the proof: a command, and what it finds in its environment beside the seed."""

    name: str
    command: tuple[str, ...]
    environ: dict[str, str] = field(default_factory=dict)


def parts(seed: int, *, mutants: bool) -> Iterator[Part]:
    """Yield what is run with a seed, the quickest first."""
    # At length: no limit of time that a single test has.
    pytest = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--timeout=0")
    seeded = (*pytest, f"--hypothesis-seed={seed}")
    yield Part(
        name="conformance of the mock over loopback",
        command=("-m", "tests.programs.prove.campaign", "--seed", str(seed), "--output", str(OUTPUT)),
    )
    yield Part(name="faults are found", command=(*pytest, "tests/conformance"))
    yield Part(
        name="behaviour against a reference",
        command=(*pytest, "tests/behaviour"),
        environ={"EXAMPLES": "400"},
    )
    yield Part(
        name="any trading of one room keeps sums, flags and ends",
        command=(*seeded, *(f"tests/mock/{room}/test_model.py" for room in ROOMS)),
    )
    yield Part(
        name="any trading in all rooms keeps one set of books",
        command=(*seeded, "tests/mock/test_any_trading.py"),
        environ={"EXAMPLES": "2400"},
    )
    yield Part(
        name="any schedule of changes and faults is told once and in order",
        command=(*pytest, "tests/client/streams/test_schedules.py"),
        environ={"EXAMPLES": "1000"},
    )
    yield Part(
        name="typed client and vectors",
        command=(*pytest, "tests/property", "tests/vectors"),
        environ={"PROVE": "1"},
    )
    yield Part(
        name="random documents",
        command=(*seeded, "tests/generator/test_random_documents.py"),
        environ={"EXAMPLES": "26"},
    )
    yield Part(name="whatever is parsed", command=(*pytest, "tests/fuzz"), environ={"PROVE": "1"})
    if mutants:
        yield Part(name="planted bugs", command=("tests/programs/mutants",))


def main() -> int:
    """Run all parts, with one seed or with many, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python tests/programs/prove", description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--seed", type=int, default=SEED)
    which.add_argument("--random", action="store_true", dest="at_random", help="draw the seed, and say which")
    parser.add_argument("--minutes", type=float, default=0, help="go on with other seeds for as long")
    parser.add_argument("--mutants", action="store_true", help="plant the bugs of the catalogue too")
    options = parser.parse_args()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    begun, failed = time.monotonic(), False
    seed = random.randrange(SEEDS) if options.at_random else options.seed
    while True:
        failed |= _proved(seed, mutants=options.mutants)
        if time.monotonic() - begun >= options.minutes * 60:
            return int(failed)
        seed = random.randrange(SEEDS)


def _proved(seed: int, *, mutants: bool) -> bool:
    """Run all parts with one seed; return whether one failed."""
    print(f"Seed {seed}; once more with: make prove SEED={seed}", flush=True)
    failed = False
    for part in parts(seed, mutants=mutants):
        begun = time.monotonic()
        environ = {**os.environ, "SEED": str(seed), "THREECOMMAS_CASES": "all", **part.environ}
        code = subprocess.run([sys.executable, *part.command], cwd=ROOT, env=environ, check=False).returncode
        kind = "FAILED" if code else "held  "
        print(f"{kind} {time.monotonic() - begun:6.1f} s  {part.name}\n", flush=True)
        failed |= code != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
