"""Asking within the time of a kill switch, with what the rate budget keeps back for closing."""

import logging
from collections.abc import Callable
from typing import Any

from threecommas_rest.json_text import loads
from threecommas_rest.request import Request

from threecommas.errors import RateBudgetExceededError
from threecommas.flow import CallOperation, OperationFlow, Sleep
from threecommas.transport.shared_deadline import SharedDeadline

LOG = logging.getLogger("threecommas")


def asked(
    request: Request,
    parse: Callable[[bytes, Any], Any],
    deadline: SharedDeadline,
    *,
    is_first: bool = False,
) -> OperationFlow[Any]:
    """Ask within the time. The budget is waited for only if what came before has used it up."""
    while True:
        try:
            return (yield CallOperation(request, parse, deadline.options(request, is_urgent=True)))
        except RateBudgetExceededError as error:
            if is_first or deadline.is_over(error.retry_after):
                raise
            LOG.warning("stop_all waits %.2f s for the rate budget (%s)", error.retry_after, error.limit)
            yield Sleep(error.retry_after)


def elements_of(content: bytes, _: object = None) -> list[Any]:
    """Return the elements of a list, each as it was answered."""
    elements = loads(content)
    if not isinstance(elements, list):
        raise ValueError("the list is not a JSON array")
    return elements
