"""One time limit for several requests: each of them ends with it, and none begins after it."""

from collections.abc import Callable

from threecommas_rest.options import RequestOptions
from threecommas_rest.request import Request

from threecommas.arguments import check_seconds
from threecommas.errors import NotSentError
from threecommas.messages.request import RequestInfo

# Seconds. A socket may end its wait a little before its time.
_AT_ONCE = 0.01


class SharedDeadline:
    """So many seconds for all requests together; `deadline` is that of each call of the client."""

    def __init__(self, timeout: float, *, clock: Callable[[], float], deadline: float | None) -> None:
        check_seconds("timeout", timeout)
        self._within, self._clock, self._deadline = timeout, clock, deadline
        self._ends = clock() + timeout

    def left(self) -> float:
        """Return the seconds that are left, 0 when it is over."""
        return max(0.0, self._ends - self._clock())

    def is_over(self, seconds: float = 0.0) -> bool:
        """Tell whether the time is up, or will be in so many seconds."""
        return self.left() <= seconds + _AT_ONCE

    def options(self, request: Request, *, is_urgent: bool = False) -> RequestOptions:
        """Return the options of a request within the time; raise `NotSentError` if it is up."""
        left = self.left()
        if not left:
            raise NotSentError(_call(request), f"The {self._within:g} seconds for all of it are over.")
        deadline = left if self._deadline is None else min(left, self._deadline)
        return RequestOptions(deadline=deadline, urgent=is_urgent)


def _call(request: Request) -> RequestInfo:
    operation = request.operation
    path = f"/public/api{request.path}"
    return RequestInfo(operation=operation, method=operation.method, path=path, body=request.body or b"")
