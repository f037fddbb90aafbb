"""How hard the tests with generated values try: a little in `make test`, a lot when PROVE is set.

The cases are the same on each run, but for another SEED.
"""

import os
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, seed, settings

PROVE = os.environ.get("PROVE", "")
SEED = os.environ.get("SEED", "")


T = TypeVar("T")


def cases(few: T, many: T) -> T:
    """Return what counts on this run, such as how many cases to make."""
    return many if PROVE else few


def generated(few: int, many: int, *, part: str = "", shrinks: bool = True) -> Callable[[Any], Any]:
    """Return a decorator that makes so many cases, none of them with a time limit.

    Tests that share their code differ in `part`, without which they would share their cases too.
    """
    made = settings(
        max_examples=cases(few, many),
        database=None,
        deadline=None,
        derandomize=not SEED,
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if shrinks else [])],
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    if not (part or SEED):
        return made
    return lambda test: seed(f"{part or test.__qualname__} {SEED}")(made(test))
