"""Requests that depend on the seed alone.

Hypothesis also draws values from the source code of imported modules. This turns that off, so that one seed
sends the same requests from pytest and from the command.
"""

from collections.abc import Iterator
from contextlib import contextmanager

_NAME = "hypothesis"


@contextmanager
def without_local_constants() -> Iterator[None]:
    """Let Hypothesis draw nothing from the imported modules while this lasts.

    A Hypothesis that has moved its inside draws as ever: a seed then holds between like programs alone.
    """
    try:
        from hypothesis.internal.conjecture import providers  # noqa: PLC0415
        from hypothesis.internal.constants_ast import Constants  # noqa: PLC0415

        known, usual = providers.AVAILABLE_PROVIDERS, providers.AVAILABLE_PROVIDERS[_NAME]
        # What may be drawn from is kept there, by type alone.
        forget = providers.CONSTANTS_CACHE.cache.clear
        own = type("_NoLocalConstants", (providers.HypothesisProvider,), {"_local_constants": Constants()})
    except (ImportError, AttributeError, LookupError, TypeError):
        yield
        return
    known[_NAME] = own
    forget()
    try:
        yield
    finally:
        known[_NAME] = usual
        forget()
