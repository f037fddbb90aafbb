"""The time a call may take: the waits of the client itself, and a deadline over everything.

`Waits` is the setting of a client, `Allowance` what one call still has of it. Times are in seconds.
What is waited for is the matter of `threecommas.rate_budget` and of `threecommas.transport.retry_policy`.
"""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

from threecommas.arguments import check_seconds, wrong
from threecommas.errors import ApiStatusError, BannedError
from threecommas.flow import Flow, Sleep
from threecommas.messages.request import TransportFailure
from threecommas.messages.response import retry_after

LOG = logging.getLogger("threecommas")

# Seconds. A longer wait is nothing that a program does without a word.
_UNNOTICED = 1.0
# Seconds. A socket may end its wait a little before its time.
_AT_ONCE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The longest waits of a client, in seconds. A call that would have to wait longer fails at once.

    `write` is for all that one write waits by itself: for the rate budget and before repetitions, those of
    its guards' questions included. `read` is the same for a read; a full minute of the overall limit fits in.
    `retry_after` is how far a Retry-After header is believed after 429 and 5xx, `ban` how far after 418.
    Their defaults are the longest block and the longest ban of the documents (page 9_limits).
    """

    write: float = 5.0
    read: float = 90.0
    retry_after: float = 300.0
    ban: float = 259_200.0

    def __post_init__(self) -> None:
        for field in fields(self):
            check_seconds(f"waits.{field.name}", getattr(self, field.name))

    def believed(self, refused: ApiStatusError) -> float | None:
        """Return the seconds that an answer asks to wait, as far as it is believed; None if it does not."""
        stated = retry_after(refused.headers)
        if stated is None:
            return refused.retry_after
        return min(stated, self.ban if isinstance(refused, BannedError) else self.retry_after)


class Allowance:
    """What one call may still wait, and until when it has to be over. Its questions use up the same.

    `is_urgent` says that the call may use what the budget keeps back for closing.
    """

    def __init__(
        self, longest: float, *, deadline: float | None, is_urgent: bool, clock: Callable[[], float]
    ) -> None:
        self.deadline, self.is_urgent, self.clock = deadline, is_urgent, clock
        self.ends = None if deadline is None else clock() + deadline
        self._longest = longest

    def remaining(self) -> float:
        """Return the seconds until the deadline, infinite without one."""
        return math.inf if self.ends is None else self.ends - self.clock()

    def is_over(self) -> bool:
        """Tell whether the deadline has passed."""
        return self.ends is not None and self.clock() >= self.ends

    def left(self) -> float:
        """Return how long the call may still wait by itself, 0 if not at all."""
        return max(0.0, min(self._longest, self.remaining()))

    def explained(self, loss: TransportFailure) -> TransportFailure:
        """Return why there is no answer, with the deadline if that is the reason."""
        if self.remaining() > _AT_ONCE:
            return loss
        text = f"{loss.text}; " if loss.text else ""
        return replace(loss, text=f"{text}the deadline of {self.deadline:g} s is over")

    def wait(self, seconds: float, message: str, *facts: object) -> Flow[None]:
        """Return the step that waits, after a line in the log: a warning before a long wait."""
        LOG.log(logging.WARNING if seconds > _UNNOTICED else logging.INFO, message, *facts)
        self._longest -= seconds
        yield Sleep(seconds)


def checked_deadline(deadline: float) -> float:
    """Return the deadline; raise `ConfigurationError` if it is no number of seconds above zero."""
    check_seconds("deadline", deadline)
    if not deadline:
        raise wrong("deadline", "above 0", deadline)
    return deadline
