"""Keeps what else is imported out of what is generated.

Hypothesis draws numbers and texts now and then from the source of the program it runs in, so that one seed
would send other requests from a test session than from the command. What it draws by itself stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis.internal.conjecture.providers import (
    AVAILABLE_PROVIDERS,
    CONSTANTS_CACHE,
    HypothesisProvider,
)
from hypothesis.internal.constants_ast import Constants

_NAME = "hypothesis"


class _Aloof(HypothesisProvider):
    """Draws as Hypothesis does, from nothing that is local."""

    _local_constants = Constants()


@contextmanager
def none_of_the_program() -> Iterator[None]:
    """Let Hypothesis draw nothing from the imported modules while this lasts."""
    usual = AVAILABLE_PROVIDERS[_NAME]
    AVAILABLE_PROVIDERS[_NAME] = _Aloof
    # What it may draw from is kept there, by type alone.
    CONSTANTS_CACHE.cache.clear()
    try:
        yield
    finally:
        AVAILABLE_PROVIDERS[_NAME] = usual
        CONSTANTS_CACHE.cache.clear()
