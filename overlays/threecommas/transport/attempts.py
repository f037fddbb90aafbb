"""One sending of a request: what hooks and logs get of it, also if it was broken off."""

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from threecommas_rest.errors import tells_outcome

from threecommas.messages.request import RequestInfo, TransportFailure

LOG = logging.getLogger("threecommas")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One sending of a request and what came of it, for metrics: it holds no key, signature or query.

    `number` counts from 1, `seconds` is from sending to the end of the answer. `status` is the answer's,
    None without one; `loss` says why there is none, None if there is one.
    """

    call: RequestInfo
    number: int
    seconds: float
    status: int | None = None
    loss: TransportFailure | None = None

    @property
    def may_have_written(self) -> bool:
        """Whether it may have changed something: it is a write that left, and no answer turned it away."""
        left = self.loss is None or self.loss.may_have_been_sent
        return self.call.is_write and left and not (self.status is not None and tells_outcome(self.status))

    def __str__(self) -> str:
        result = f"was answered {self.status}" if self.loss is None else f"got no whole answer: {self.loss}"
        return f"{self.call}, attempt {self.number}, {result} after {self.seconds:.3f} s"


AttemptHook: TypeAlias = Callable[[Attempt], None]


def report(attempt: Attempt, hook: AttemptHook | None) -> None:
    """Tell the log and the hook of an attempt."""
    LOG.debug("%s", attempt)
    if hook is None:
        return
    try:
        hook(attempt)
    except Exception:
        # A defect of somebody's metrics must not hide what became of an order.
        LOG.exception("on_attempt failed for %s", attempt.call)
    except BaseException as error:
        warn_of_interruption(attempt, error)
        raise


def interruption(
    call: RequestInfo, number: int, seconds: float, error: BaseException, *, left: bool
) -> Attempt:
    """Return the attempt that an error which is no fault broke off, such as KeyboardInterrupt."""
    kind = type(error).__name__
    loss = TransportFailure(
        cause=kind, text="cancelled or interrupted", may_have_been_sent=left, is_interrupted=True
    )
    return Attempt(call=call, number=number, seconds=seconds, loss=loss)


def warn_of_interruption(attempt: Attempt, error: BaseException) -> None:
    """Say in the log and on the error that a write may have been carried out, if it may."""
    if not attempt.may_have_written:
        return
    answered = "" if attempt.status is None else f" and had been answered {attempt.status}"
    message = f"{attempt.call} was under way{answered} when {type(error).__name__} came."
    LOG.warning("%s Its outcome is unknown.", message)
    # Some kinds cannot be added to; the log has it.
    with contextlib.suppress(Exception):
        error.add_note(f"{message} It may have been carried out: look before you send it again.")
