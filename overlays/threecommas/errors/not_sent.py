"""The errors of requests that were held back, as `threecommas.errors` offers them: nothing has left."""

from threecommas_rest.errors import ThreeCommasError

from threecommas.messages.request import RequestInfo
from threecommas.messages.signature import SignatureExplanation


class NotSentError(ThreeCommasError):
    """The client kept the request to itself. Whatever it was, nothing has left.

    `operation_id`, `method` and `path` say which request; `reason` says why.
    """

    def __init__(self, call: RequestInfo, reason: str) -> None:
        super().__init__(call, reason)
        self.call, self.reason = call, reason
        self.operation_id, self.method, self.path = call.operation_id, call.method, call.path

    def __str__(self) -> str:
        return f"{self.call} was not sent. {self.reason}"


class GuardError(NotSentError):
    """A guard of this client forbids the request; `guard` is its name, such as ``read_only``."""

    def __init__(self, call: RequestInfo, reason: str, guard: str) -> None:
        super().__init__(call, reason)
        self.args = (call, reason, guard)
        self.guard = guard


class DryRunError(NotSentError):
    """The client makes a dry run: `explanation` shows what would have been sent and signed.

    `headers` are those of the request, with key and signature struck out; so are, in body, query and signed
    text, the values that the document calls secret.
    """

    def __init__(self, call: RequestInfo, explanation: SignatureExplanation, headers: dict[str, str]) -> None:
        super().__init__(call, "This client makes a dry run (dry_run=True). It would have sent:")
        self.args = (call, explanation, headers)
        self.explanation, self.headers = explanation, headers

    @property
    def url(self) -> str:
        """The whole address, query included."""
        return self.explanation.url

    @property
    def signed_text(self) -> bytes:
        """The bytes that were signed."""
        return self.explanation.signed_text

    @property
    def request_body(self) -> bytes:
        """The request's body in the bytes that would have left."""
        return self.explanation.body

    def __str__(self) -> str:
        return f"{super().__str__()}\n{self.explanation}"


class RateBudgetExceededError(NotSentError):
    """The rate budget is used up and does not wait: repeat after `retry_after` seconds.

    `limit` names what is used up, such as ``overall: 100 requests in 60 s``, or the block after a 429.
    """

    def __init__(self, call: RequestInfo, limit: str, retry_after: float) -> None:
        reason = f"The rate budget is used up ({limit}). Wait at least {retry_after:.3g} seconds."
        super().__init__(call, reason)
        self.args = (call, limit, retry_after)
        self.limit, self.retry_after = limit, retry_after


class RateBudgetStoreError(ThreeCommasError):
    """The store of the rate budget cannot be used, so nobody knows what is left, and nothing was sent."""
