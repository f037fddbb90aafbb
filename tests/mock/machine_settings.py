"""How long a state machine lives: the same lives in every run, unless `make prove` brings a seed."""

import os

from hypothesis import settings


def machine_settings(*, examples: int, steps: int) -> settings:
    """Return the settings of a machine with so many lives of at most so many steps."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        # With a seed from outside, pytest's --hypothesis-seed decides.
        derandomize="SEED" not in os.environ,
    )
