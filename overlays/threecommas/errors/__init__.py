"""The errors of the client, one class for each decision a caller can take.

    ThreeCommasError
    ├── ConfigurationError       key, signer or address cannot be used: correct the program's settings
    ├── FieldError               a value is not as the document describes it: .path says where
    │   ├── EncodeError          it was to be sent: correct the field, nothing has left
    │   └── DecodeError          it was answered: .content has the answer, .id the id in it, if any
    │       ├── ForeignAnswerError   the answer is about another id: give each process a client of its own
    │       └── DeviationError       a member of it that a program uses: do without, .value has what came
    ├── NotSentError             the client held the request back: .reason, nothing has left
    │   ├── GuardError               a guard of this client forbids it: .guard is its name
    │   ├── DryRunError              a dry run: .explanation shows what would have been sent
    │   └── RateBudgetExceededError  the rate budget is used up: wait .retry_after seconds
    ├── RateBudgetStoreError     the rate budget cannot be read, so nothing was sent: repair its store
    ├── NoResponseError          no whole answer came: .cause, .method, .path, .request_body
    │   ├── NotExecutedError         nothing was changed: send it again when the connection is back
    │   ├── ResponseTooLargeError    a read came to more than max_response_bytes: ask for less at a time
    │   └── OutcomeUnknownError      a write may have been carried out: look before sending it again
    ├── DuplicateOrderError      a key of create_once is on several SmartTrades: cancel the .surplus
    ├── OrderMismatchError       a key of create_once is on another order: give this one a key of its own
    ├── UnconfirmedOrderError    create_once made .smart_trade, perhaps not as the only one: call it again
    ├── StreamRefusedError       the stream rejects the key for good: check its permissions, or poll
    ├── StreamUnavailableError   there is no stream, or none any more: poll
    ├── StatusNotReachedError    wait_until gave up: .seen is what was seen last, .has_ended if for good
    └── ApiStatusError           a response that is no success: .status, .body; itself where none below fits
        ├── InvalidRequestError      400, 413, 422: correct the request, .error_attributes has the fields
        ├── AuthenticationError      401: correct key, secret or signer
        ├── PermissionDeniedError    403, 429 by plan: give the key the right, or upgrade the plan
        ├── NotFoundError            404, and 400 with "Not found": the id is of nothing you have
        ├── WrongStateError          400 "Wrong param(s)": not possible in this status, look at it again
        ├── RateLimitError           429: slow down, wait .retry_after seconds
        ├── BannedError              418: stop, this address is banned after too many 429
        └── ServerError              5xx: 3Commas, or something on the way to it, failed

Each says whether something was `.sent`, and whether a write may have been carried out without an answer that
tells: `.outcome_unknown`. That is so for 5xx, 3xx, a success that cannot be read and a lost answer alike:

    except ThreeCommasError as error:
        if error.outcome_unknown:
            ...  # look before sending it again

`.content` is always the bytes of an answer, `.body` the documented error in it, `.request_body` the bytes
of a request.
All of these can be pickled and copied, and none holds the API key, the secret or a signature. httpx's own
`httpx.TransportError`, whose `.request` has the signed headers, does not get out of the client.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from threecommas_rest import errors as rest
from threecommas_rest import models
from threecommas_rest.answer import documented_error
from threecommas_rest.errors import (
    DecodeError,
    DeviationError,
    EncodeError,
    FieldError,
    ForeignAnswerError,
    ThreeCommasError,
)

from threecommas.errors.create_once import (
    DuplicateOrderError,
    OrderMismatchError,
    UnconfirmedOrderError,
)
from threecommas.errors.no_response import (
    NoResponseError,
    NotExecutedError,
    OutcomeUnknownError,
    ResponseTooLargeError,
)
from threecommas.errors.not_sent import (
    DryRunError,
    GuardError,
    NotSentError,
    RateBudgetExceededError,
    RateBudgetStoreError,
)
from threecommas.errors.streams import StreamRefusedError, StreamUnavailableError
from threecommas.messages.request import is_write
from threecommas.messages.response import ReceivedResponse, describe_body, error_fields, retry_after

__all__ = [
    "ApiStatusError",
    "AuthenticationError",
    "BannedError",
    "ConfigurationError",
    "DecodeError",
    "DeviationError",
    "DryRunError",
    "DuplicateOrderError",
    "EncodeError",
    "FieldError",
    "ForeignAnswerError",
    "GuardError",
    "InvalidRequestError",
    "NoResponseError",
    "NotExecutedError",
    "NotFoundError",
    "NotSentError",
    "OrderMismatchError",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "RateBudgetExceededError",
    "RateBudgetStoreError",
    "RateLimitError",
    "ResponseTooLargeError",
    "ServerError",
    "StatusNotReachedError",
    "StreamRefusedError",
    "StreamUnavailableError",
    "ThreeCommasError",
    "UnconfirmedOrderError",
    "WrongStateError",
]


class ConfigurationError(ThreeCommasError, ValueError):
    """Key, signer, address or timeout cannot be used; raised before anything is sent."""


class StatusNotReachedError(ThreeCommasError):
    """The status that was waited for did not come: the time is up, or it never will.

    `seen` is the SmartTrade or the deal as it was seen last, `wanted` the statuses waited for, and
    `has_ended` tells whether it has come to another end, so that waiting longer is of no use.
    """

    seen: models.SmartTrade | models.Deal

    def __init__(self, seen: Any, wanted: tuple[str, ...], *, has_ended: bool) -> None:
        super().__init__(seen, wanted, has_ended)
        self.seen, self.wanted, self.has_ended = seen, wanted, has_ended

    @property
    def smart_trade(self) -> models.SmartTrade:
        """The SmartTrade as it was seen last; raises `AttributeError` where a deal was waited for."""
        if isinstance(self.seen, models.Deal):
            raise AttributeError("A deal was waited for: .deal has it.")
        return self.seen

    @property
    def deal(self) -> models.Deal:
        """The deal as it was seen last; raises `AttributeError` where a SmartTrade was waited for."""
        if not isinstance(self.seen, models.Deal):
            raise AttributeError("A SmartTrade was waited for: .smart_trade has it.")
        return self.seen

    @property
    def sent(self) -> bool:
        """Whether it was asked for, which it was."""
        return True

    def __str__(self) -> str:
        seen = self.seen
        end = "It has ended" if self.has_ended else "The time is up: wait longer, or look at it again"
        number = "?" if any(each.path == "id" for each in seen.deviations) else seen.id
        if isinstance(seen, models.Deal):
            name, status = "Deal", str(seen.status)
        else:
            name, status = "SmartTrade", str(seen.status.type)
        return f"{name} {number} is {status} and not {' or '.join(self.wanted)}. {end}."

    def __reduce__(self) -> tuple[Callable[..., StatusNotReachedError], tuple[object, ...]]:
        return _status_not_reached, (self.seen, self.wanted, self.has_ended)


def _status_not_reached(
    seen: models.SmartTrade | models.Deal, wanted: tuple[str, ...], has_ended: bool
) -> StatusNotReachedError:
    return StatusNotReachedError(seen, wanted, has_ended=has_ended)


class ApiStatusError(rest.ApiError):
    """An answer that is no success: status 3xx, 4xx or 5xx, or a success over a body that says ``error``.

    `operation_id`, `status`, `headers`, `content` and `body` are those of `threecommas_rest.errors.ApiError`.
    Raised as itself for answers that leave no decision to the caller, such as a redirect or a 405.
    """

    code: str | None
    """The body's ``error``, such as ``record_invalid``; None if the body has none."""

    description: str | None
    """The body's ``error_description``, for people; None if the body has none."""

    error_attributes: dict[str, list[str]]
    """Messages by field path as 3Commas writes it, such as ``units[value]``; key "" for no field."""

    request_id: str | None
    """X-Request-Id, what 3Commas' support asks for."""

    retry_after: float | None
    """Seconds to wait at least before the next request; None where nobody has said how long."""

    method: str
    path: str
    """Path of the request with ``/public/api``, without the query."""

    def __init__(self, answer: ReceivedResponse, advice: str) -> None:
        operation_id = answer.operation.id if answer.operation else ""
        fields = error_fields(answer.content)
        super().__init__(
            operation_id=operation_id,
            status=answer.status,
            headers=answer.headers,
            content=answer.content,
            body=documented_error(answer.content),
        )
        self.answer, self.advice = answer, advice
        self.code, self.description = fields.code, fields.description
        self.error_attributes = fields.attributes
        self.request_id = answer.headers.get("x-request-id")
        self.method, self.path = answer.method, answer.path
        seconds = retry_after(answer.headers)
        self.retry_after = self._documented_wait(answer) if seconds is None else seconds

    def _documented_wait(self, answer: ReceivedResponse) -> float | None:
        """Seconds to wait by the documents, where the answer itself does not say."""
        return None

    @property
    def sent(self) -> bool:
        """Whether the request has left; not where an earlier one was banned."""
        return not self.answer.from_ban_memory

    @property
    def _is_write(self) -> bool:
        return is_write(self.answer.operation, self.method)

    def __str__(self) -> str:
        request = f"{self.operation_id or 'Request'} ({self.method} {self.path})"
        parts = [f"{request} {self._happened()}.", self.advice]
        if self.retry_after is not None:
            parts.append(f"Wait at least {self.retry_after:g} seconds.")
        if self.request_id:
            parts.append(f"Request id {self.request_id}.")
        return " ".join(parts)

    def _happened(self) -> str:
        if self.answer.from_ban_memory:
            return f"was not sent, because an earlier request was answered {self.status}"
        over = " with a body that says:" if 200 <= self.status < 300 else ""
        return f"was answered {self.status}{over} {self._reason()}"

    def _reason(self) -> str:
        """Say in the server's words why: code and description, then each field with its messages."""
        parts = [text for text in (self.code, self.description) if text]
        parts += [
            ", ".join(messages) if not path else f"{path}: {', '.join(messages)}"
            for path, messages in self.error_attributes.items()
        ]
        return "; ".join(parts).rstrip(".") or f"({describe_body(self.content)})"

    def __reduce__(self) -> tuple[type[ApiStatusError], tuple[ReceivedResponse, str]]:
        return type(self), (self.answer, self.advice)


class InvalidRequestError(ApiStatusError):
    """400, 413 or 422: a field is missing, wrong or outside the exchange's limits, or the body too long."""


class AuthenticationError(ApiStatusError):
    """401: 3Commas knows no such key, or the signature is not the one it computes."""


class PermissionDeniedError(ApiStatusError):
    """403, or 429 naming the subscription plan: key, account or plan do not allow this."""


class NotFoundError(ApiStatusError):
    """404, or 400 with "Not found" (so documented for some operations): no such thing for this key."""


class WrongStateError(ApiStatusError):
    """400 "Wrong param(s)": the request is well formed, but not possible in the present status."""


class RateLimitError(ApiStatusError):
    """429: too many requests. Without a Retry-After header `retry_after` is the longest documented block."""

    def _documented_wait(self, answer: ReceivedResponse) -> float | None:
        # The answer does not say which of the limits was exceeded, so the longest block is the safe one.
        limits = answer.operation.rate_limits if answer.operation else ()
        return max((float(limit.block) for limit in limits), default=None)


class BannedError(ApiStatusError):
    """418: the IP address is banned, for 2 minutes up to 3 days (page 9_limits of the documents).

    Until `retry_after` has passed the client sends nothing and raises this error again at once.
    """

    SHORTEST_BAN: ClassVar[float] = 120.0

    def _documented_wait(self, answer: ReceivedResponse) -> float | None:
        return self.SHORTEST_BAN


class ServerError(ApiStatusError):
    """5xx: 3Commas or a gateway before it failed. A write may have been carried out all the same."""
