"""Client of the 3Commas API: typed, signed, careful, sync and async.

    from threecommas import HmacSigner, ThreeCommas

    with ThreeCommas(api_key, HmacSigner(secret)) as client:
        trade = client.smart_trades.get(12345)

Names not listed in ``__all__`` are internal.
"""

import importlib
import typing

from threecommas_rest.options import RequestOptions
from threecommas_rest.types import UNSET
from threecommas_rest.undecoded import Undecoded

from threecommas import errors, models
from threecommas.client import AsyncThreeCommas, ThreeCommas
from threecommas.configuration.connection import BASE_URL
from threecommas.errors import (
    AnswerTooLargeError,
    ApiError,
    AuthenticationError,
    BannedError,
    BudgetExceededError,
    BudgetStoreError,
    ConfigurationError,
    DecodeError,
    DeviationError,
    DryRunError,
    DuplicateOrderError,
    EncodeError,
    FieldError,
    ForeignAnswerError,
    GuardError,
    InvalidRequestError,
    NoAnswerError,
    NotFoundError,
    NotSentError,
    OrderMismatchError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateLimitError,
    RefusedError,
    ServerError,
    StatusNotReachedError,
    ThreeCommasError,
    UnansweredError,
    UnconfirmedOrderError,
    WrongStateError,
)
from threecommas.errors.create_once import Difference
from threecommas.flow import Timing
from threecommas.guards.limits import Limits
from threecommas.guards.local import Mode
from threecommas.messages.request import Call, Loss
from threecommas.messages.signature import SignatureExplanation
from threecommas.orders.note_key import mark_note, split_note
from threecommas.rate_budget import Budget, KeyBudget, Plan
from threecommas.rate_budget.waits import Waits
from threecommas.signing import HmacSigner, Join, RsaSigner, Signer, signed_text
from threecommas.smart_trades.create_once_policy import Once
from threecommas.smart_trades.stop_all import Stopped, StopReport
from threecommas.transport.attempts import Attempt
from threecommas.transport.deviation_notices import DeviationNotice
from threecommas.transport.retry_policy import Retries

if typing.TYPE_CHECKING:
    from threecommas_rest.deviations import Deviation

    from threecommas import orders

__all__ = [
    "BASE_URL",
    "UNSET",
    "AnswerTooLargeError",
    "ApiError",
    "AsyncThreeCommas",
    "Attempt",
    "AuthenticationError",
    "BannedError",
    "Budget",
    "BudgetExceededError",
    "BudgetStoreError",
    "Call",
    "ConfigurationError",
    "DecodeError",
    "Deviation",
    "DeviationError",
    "DeviationNotice",
    "Difference",
    "DryRunError",
    "DuplicateOrderError",
    "EncodeError",
    "FieldError",
    "ForeignAnswerError",
    "GuardError",
    "HmacSigner",
    "InvalidRequestError",
    "Join",
    "KeyBudget",
    "Limits",
    "Loss",
    "Mode",
    "NoAnswerError",
    "NotFoundError",
    "NotSentError",
    "Once",
    "OrderMismatchError",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "Plan",
    "RateLimitError",
    "RefusedError",
    "RequestOptions",
    "Retries",
    "RsaSigner",
    "ServerError",
    "SignatureExplanation",
    "Signer",
    "StatusNotReachedError",
    "StopReport",
    "Stopped",
    "ThreeCommas",
    "ThreeCommasError",
    "Timing",
    "UnansweredError",
    "UnconfirmedOrderError",
    "Undecoded",
    "Waits",
    "WrongStateError",
    "errors",
    "mark_note",
    "models",
    "orders",
    "signed_text",
    "split_note",
]


# Out of sight of type checkers, which would take any name for one of these.
if not typing.TYPE_CHECKING:

    def __getattr__(name: str) -> typing.Any:
        # The builders need most models; a program that only reads or closes starts sooner without them.
        if name == "orders":
            return importlib.import_module("threecommas.orders")
        if name == "Deviation":
            return importlib.import_module("threecommas_rest.deviations").Deviation
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
