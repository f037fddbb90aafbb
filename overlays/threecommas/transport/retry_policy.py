"""When a request is sent again, and how long after: arithmetic on what came of the last attempt.

Nothing here waits or sends; `threecommas.transport.delivery` does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from threecommas.arguments import check_count, check_seconds
from threecommas.errors import ApiStatusError, RateLimitError, ServerError
from threecommas.messages.request import RequestInfo, TransportFailure
from threecommas.rate_budget.waits import Waits

# Beyond it doubling says nothing more: no pause is as long as the first one times 2 to the 30th.
_MOST_DOUBLINGS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often and how patiently a request is sent again, if it may be at all. Times are in seconds.

    At most `attempts` are made, the first included, and none begins later than `total` after the first.
    The pause is drawn at random between nothing and `base_delay`, doubled with each attempt up to `max_delay`
    (exponential backoff with full jitter); it comes on top of what a Retry-After header asks for. A pause
    that is longer than `Waits` allow, or than what is left of the deadline, is not begun.
    """

    attempts: int = 4
    total: float = 60.0
    base_delay: float = 0.5
    max_delay: float = 8.0

    def __post_init__(self) -> None:
        check_count("retries.attempts", self.attempts)
        for name in ("total", "base_delay", "max_delay"):
            check_seconds(f"retries.{name}", getattr(self, name))

    def pause(
        self, number: int, *, elapsed: float, minimum: float, most: float, random: Callable[[], float]
    ) -> float | None:
        """Return the seconds to wait after the attempt of this number, None to give up.

        `elapsed` is the time since the first attempt began, `minimum` what the answer asks to wait and `most`
        what the call may still wait.
        """
        if number >= self.attempts:
            return None
        backoff = min(self.max_delay, self.base_delay * 2 ** min(number - 1, _MOST_DOUBLINGS))
        pause = minimum + random() * backoff
        return pause if pause <= most and elapsed + pause <= self.total else None


def minimum_delay(
    call: RequestInfo, failure: TransportFailure | ApiStatusError, waits: Waits
) -> float | None:
    """Return the seconds to wait at least before the call may be sent again, None if it must not be.

    A write is repeated only if it provably did not leave, or was turned away with 429 and so not looked at.
    """
    match failure:
        # It would be as long again.
        case TransportFailure(limit=int()):
            return None
        case TransportFailure(may_have_been_sent=left):
            return 0.0 if not (left and call.is_write) else None
        case RateLimitError():
            return waits.believed(failure) or 0.0
        case ServerError():
            return None if call.is_write else waits.believed(failure) or 0.0
    return None
