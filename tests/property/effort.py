"""How hard the tests with generated values try: a little in `make test`, a lot when PROVE is set.

PROVE=1 makes many cases, the same on each run; PROVE=random makes many others each time.
"""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings

_PROVE = os.environ.get("PROVE", "")


def cases(few: int, many: int) -> int:
    """Return how many cases to make on this run."""
    return many if _PROVE else few


def generated(few: int, many: int, *, shrinks: bool = True) -> Callable[[Any], Any]:
    """Return the settings of a test that makes so many cases; without a time limit for a single one."""
    return settings(
        max_examples=cases(few, many),
        database=None,
        deadline=None,
        derandomize=_PROVE != "random",
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if shrinks else [])],
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
