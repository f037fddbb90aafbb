"""Which cases of a test are run, where the document or several lists multiplied give too many of them.

The document grows; `make test` must not take longer with each operation. So a test takes some of the cases
that the document gives, and the next test others. The seed is the digest of the document: one commit runs the
same cases everywhere, and each edit of the document makes another choice. The head of a run names the seed.

THREECOMMAS_CASES=all runs every case, and so does THREECOMMAS_FULL=1; THREECOMMAS_CASES=<seed> chooses anew.
"""

import hashlib
import itertools
import os
import random
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any, TypeVar

ALL = "all"
CASES = ALL if os.environ.get("THREECOMMAS_FULL") else os.environ.get("THREECOMMAS_CASES", "")
DIGEST = hashlib.sha256(files("threecommas_openapi").joinpath("openapi.json").read_bytes()).hexdigest()
SEED = CASES or DIGEST[:8]

T = TypeVar("T")


def sampled(test: str, cases: Iterable[T], per_run: int, *, seed: str = SEED) -> list[T]:
    """Return so many of the cases, in their order; *test* is what they are for, so that others get others."""
    listed = list(cases)
    if seed == ALL or len(listed) <= per_run:
        return listed
    chosen = random.Random(f"{seed} {test}").sample(range(len(listed)), per_run)
    return [listed[number] for number in sorted(chosen)]


def rotated(
    test: str, cases: Iterable[T], *others: Iterable[Any], turns: int = 1, seed: str = SEED
) -> list[tuple[Any, ...]]:
    """Return each case with *turns* of the combinations of the others, which take turns."""
    ways: Sequence[tuple[Any, ...]] = list(itertools.product(*others))
    first = random.Random(f"{seed} {test}").randrange(len(ways))
    turns = len(ways) if seed == ALL else min(turns, len(ways))
    return [
        (case, *ways[(first + number * turns + turn) % len(ways)])
        for number, case in enumerate(cases)
        for turn in range(turns)
    ]
