"""The errors of requests without an answer, as `threecommas.errors` offers them.

They hold plain values alone: httpx's own exceptions carry the signed headers and are left behind.
"""

from typing import ClassVar

from threecommas_rest.errors import ThreeCommasError

from threecommas.errors.lost_answers import advice_for
from threecommas.messages.request import RequestInfo, TransportFailure


class NoResponseError(ThreeCommasError):
    """No answer came, or none that could be read to its end."""

    ADVICE: ClassVar[str] = ""

    operation_id: str
    """The operation's name, such as ``create_smart_trade``; "" for a request of your own."""

    method: str
    path: str
    """Path of the request with ``/public/api``, without the query."""

    request_body: bytes
    """The request's body as it was sent or would have been."""

    cause: str
    """What happened, in httpx's words, such as ``ReadTimeout``."""

    status: int | None
    """The number of an answer that began and broke off, None if nothing came."""

    def __init__(self, call: RequestInfo, loss: TransportFailure, advice: str | None = None) -> None:
        super().__init__(call, loss)
        self.call, self.loss = call, loss
        self.advice = self.ADVICE if advice is None else advice
        self.operation_id, self.method, self.path = call.operation_id, call.method, call.path
        self.request_body, self.cause, self.status = call.body, loss.cause, loss.status

    @property
    def sent(self) -> bool:
        """Whether the request has left or may have left."""
        return self.loss.may_have_been_sent

    @property
    def outcome_unknown(self) -> bool:
        """Whether it is a write that may have left."""
        return self.call.is_write and self.loss.may_have_been_sent

    def __str__(self) -> str:
        broken = f" after the status {self.status}" if self.status is not None else ""
        return f"{self.call} got no whole answer{broken}: {self.loss}. {self.advice}"

    def __reduce__(self) -> tuple[type["NoResponseError"], tuple[RequestInfo, TransportFailure, str]]:
        return type(self), (self.call, self.loss, self.advice)


class NotExecutedError(NoResponseError):
    """A read without an answer, or a write that provably did not leave: nothing was changed."""

    ADVICE = "Nothing was changed by it. Send it again when the connection is back."


class ResponseTooLargeError(NoResponseError):
    """A read whose answer is longer than the client's ``max_response_bytes``. It was read no further.

    A write is an `OutcomeUnknownError` then, whose `cause` is ``ResponseTooLarge``.
    """

    ADVICE = "Ask for less at a time, such as a smaller per_page, or give the client more max_response_bytes."


class OutcomeUnknownError(NoResponseError):
    """A write that left, or may have, and whose answer is missing: perhaps it was carried out."""

    def __init__(self, call: RequestInfo, loss: TransportFailure, advice: str | None = None) -> None:
        super().__init__(call, loss, advice_for(call) if advice is None else advice)

    @property
    def outcome_unknown(self) -> bool:
        """True."""
        return True

    def __str__(self) -> str:
        if self.status is None or not 200 <= self.status < 300:
            return super().__str__()
        message = f"{self.call} was answered {self.status}, a success, but the answer broke off: {self.loss}."
        return f"{message} {self.advice}"
