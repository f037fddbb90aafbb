"""Errors of a command: an exit code for each decision of a script, and the error in words or as JSON."""

from collections.abc import Iterator
from dataclasses import asdict

from threecommas_rest.json_text import dumps

from threecommas.cli.exit_codes import ExitCode
from threecommas.errors import (
    ApiStatusError,
    AuthenticationError,
    BannedError,
    ConfigurationError,
    DecodeError,
    DryRunError,
    DuplicateOrderError,
    EncodeError,
    FieldError,
    GuardError,
    InvalidRequestError,
    NotExecutedError,
    NotFoundError,
    OrderMismatchError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateBudgetExceededError,
    RateLimitError,
    ResponseTooLargeError,
    ServerError,
    StatusNotReachedError,
    StreamRefusedError,
    StreamUnavailableError,
    ThreeCommasError,
    UnconfirmedOrderError,
    WrongStateError,
)


class Exit(ExitCode):
    """The exit codes of `threecommas`."""

    DONE = 0, "done; a dry run too"
    OTHER = 1, "declined at the prompt, or another error"
    USAGE = 2, "the command line is wrong"
    CONFIGURATION = 3, "key, secret, mode or address cannot be used"
    AUTHENTICATION = 4, "3Commas does not accept key or signature"
    PERMISSION = 5, "not allowed for key, account or plan"
    NOT_FOUND = 6, "there is no such thing"
    INVALID = 7, "a field is missing or wrong"
    WRONG_STATE = 8, "not possible in the present status"
    RATE_LIMITED = 9, "too many requests: wait"
    UNAVAILABLE = 10, "no answer, or trouble at 3Commas; nothing was changed"
    OUTCOME_UNKNOWN = 11, "a write may have been carried out: look before repeating it"
    HELD_BACK = 12, "a guard refused it, such as --read-only"
    UNREADABLE = 13, "the answer, or a part of it, is not as documented"
    STILL_OPEN = 14, "watch gave up waiting"
    DUPLICATE = 15, "several SmartTrades have the key of --once: cancel all but one"
    OTHER_ORDER = 16, "the key of --once is on another order"
    UNWRITTEN = 17, "done, but the result could not be written: see standard error"
    INTERRUPTED = 130, "interrupted; 11 if a write was under way"
    TERMINATED = 143, "terminated, likewise"


# The first class that fits decides.
_CODES: tuple[tuple[type[ThreeCommasError], Exit], ...] = (
    (ConfigurationError, Exit.CONFIGURATION),
    (DecodeError, Exit.UNREADABLE),
    (EncodeError, Exit.INVALID),
    (DryRunError, Exit.DONE),
    (GuardError, Exit.HELD_BACK),
    (RateBudgetExceededError, Exit.RATE_LIMITED),
    (ResponseTooLargeError, Exit.UNREADABLE),
    (NotExecutedError, Exit.UNAVAILABLE),
    (OutcomeUnknownError, Exit.OUTCOME_UNKNOWN),
    (DuplicateOrderError, Exit.DUPLICATE),
    (OrderMismatchError, Exit.OTHER_ORDER),
    (UnconfirmedOrderError, Exit.OUTCOME_UNKNOWN),
    (StatusNotReachedError, Exit.STILL_OPEN),
    (AuthenticationError, Exit.AUTHENTICATION),
    (PermissionDeniedError, Exit.PERMISSION),
    (NotFoundError, Exit.NOT_FOUND),
    (WrongStateError, Exit.WRONG_STATE),
    (InvalidRequestError, Exit.INVALID),
    (RateLimitError, Exit.RATE_LIMITED),
    (BannedError, Exit.RATE_LIMITED),
    (ServerError, Exit.UNAVAILABLE),
    (StreamRefusedError, Exit.PERMISSION),
    (StreamUnavailableError, Exit.UNAVAILABLE),
)


def exit_code(error: ThreeCommasError) -> Exit:
    """Return the exit code of an error."""
    return Exit.OUTCOME_UNKNOWN if error.outcome_unknown else exit_code_of(type(error))


def exit_code_of(kind: type[ThreeCommasError]) -> Exit:
    """Return the exit code of a class of errors, where the outcome is known."""
    return next((code for above, code in _CODES if issubclass(kind, above)), Exit.OTHER)


def error_json(error: ThreeCommasError) -> str:
    """Return an error as JSON, for standard error: ``error`` is its class, the rest its facts."""
    facts: dict[str, object] = {
        "error": type(error).__name__,
        "exit_code": int(exit_code(error)),
        "message": str(error),
        "sent": error.sent,
        "outcome_unknown": error.outcome_unknown,
    }
    return dumps(facts | dict(_facts(error)))


def _facts(error: ThreeCommasError) -> Iterator[tuple[str, object]]:
    if isinstance(error, FieldError):
        yield "path", error.path
    if isinstance(error, DecodeError) and error.operation_id is not None:
        yield "status", error.status
        yield "id", error.id
    if isinstance(error, ApiStatusError):
        yield "status", error.status
        yield "code", error.code
        yield "description", error.description
        yield "error_attributes", error.error_attributes
        yield "request_id", error.request_id
    if isinstance(error, ApiStatusError | RateBudgetExceededError):
        yield "retry_after", error.retry_after
    if isinstance(error, DuplicateOrderError):
        yield "ids", list(error.ids)
    if isinstance(error, OrderMismatchError):
        yield "id", error.id
        yield "differences", [asdict(each) for each in error.differences]
    if isinstance(error, UnconfirmedOrderError):
        yield "id", error.smart_trade.id
