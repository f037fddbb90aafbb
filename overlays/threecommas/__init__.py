"""Client of the 3Commas API: typed, signed, careful, sync and async.

    from threecommas import HmacSigner, ThreeCommas

    with ThreeCommas(api_key, HmacSigner(secret)) as client:
        trade = client.smart_trades.get(12345)

Names not listed in ``__all__`` are internal.
"""

from threecommas_rest.types import UNSET

from threecommas import errors, models, orders
from threecommas.budget import Budget, KeyBudget, Plan
from threecommas.calls import Call, Loss
from threecommas.client import AsyncThreeCommas, ThreeCommas
from threecommas.connection import BASE_URL
from threecommas.delivery import Attempt
from threecommas.errors import (
    ApiError,
    AuthenticationError,
    BannedError,
    BudgetExceededError,
    BudgetStoreError,
    ConfigurationError,
    DecodeError,
    DryRunError,
    DuplicateOrderError,
    EncodeError,
    FieldError,
    GuardError,
    InvalidRequestError,
    NoAnswerError,
    NotFoundError,
    NotSentError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateLimitError,
    RefusedError,
    ServerError,
    StatusNotReachedError,
    ThreeCommasError,
    UnansweredError,
    WrongStateError,
)
from threecommas.explain import SignatureExplanation
from threecommas.guards import Mode
from threecommas.notes import mark_note, split_note
from threecommas.once import Once
from threecommas.retries import Retries
from threecommas.signing import HmacSigner, Join, RsaSigner, Signer, signed_text
from threecommas.steps import Timing
from threecommas.stopping import Stopped, StopReport

__all__ = [
    "BASE_URL",
    "UNSET",
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
    "DryRunError",
    "DuplicateOrderError",
    "EncodeError",
    "FieldError",
    "GuardError",
    "HmacSigner",
    "InvalidRequestError",
    "Join",
    "KeyBudget",
    "Loss",
    "Mode",
    "NoAnswerError",
    "NotFoundError",
    "NotSentError",
    "Once",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "Plan",
    "RateLimitError",
    "RefusedError",
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
    "WrongStateError",
    "errors",
    "mark_note",
    "models",
    "orders",
    "signed_text",
    "split_note",
]
