"""Client of the 3Commas API: typed, signed, careful, sync and async.

    from threecommas import HmacSigner, ThreeCommas

    with ThreeCommas(api_key, HmacSigner(secret)) as client:
        trade = client.smart_trades.get(12345)

``__version__`` is the version that is installed. Names not listed in ``__all__`` are internal.
"""

import importlib
import typing

from threecommas_rest.options import RequestOptions
from threecommas_rest.types import UNSET
from threecommas_rest.undecoded import Undecoded

from threecommas import errors, models
from threecommas.client import AsyncThreeCommas, ThreeCommas
from threecommas.configuration.connection import BASE_URL
from threecommas.create_once.policy import CreateOncePolicy
from threecommas.errors import (
    ApiStatusError,
    AuthenticationError,
    BannedError,
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
    NoResponseError,
    NotExecutedError,
    NotFoundError,
    NotSentError,
    OrderMismatchError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateBudgetExceededError,
    RateBudgetStoreError,
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
from threecommas.errors.create_once import Difference
from threecommas.flow import Timing
from threecommas.guards.local import Mode
from threecommas.messages.request import RequestInfo, TransportFailure
from threecommas.messages.signature import SignatureExplanation
from threecommas.rate_budget import KeyRateBudget, RateBudget, SubscriptionPlan
from threecommas.rate_budget.waits import Waits
from threecommas.signing import BodySeparator, HmacSigner, RsaSigner, Signer, signed_text
from threecommas.transport.attempts import Attempt
from threecommas.transport.deviation_notices import DeviationNotice
from threecommas.transport.retry_policy import RetryPolicy

if typing.TYPE_CHECKING:
    from threecommas_rest.deviations import Deviation

    from threecommas import calculators, dca_bots, orders
    from threecommas.changes import Change
    from threecommas.guards.limits import Limits
    from threecommas.kill_switch.report import StopReport, StopResult
    from threecommas.note_key import mark_note, split_note

    __version__: str

__all__ = [
    "BASE_URL",
    "UNSET",
    "ApiStatusError",
    "AsyncThreeCommas",
    "Attempt",
    "AuthenticationError",
    "BannedError",
    "BodySeparator",
    "Change",
    "ConfigurationError",
    "CreateOncePolicy",
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
    "KeyRateBudget",
    "Limits",
    "Mode",
    "NoResponseError",
    "NotExecutedError",
    "NotFoundError",
    "NotSentError",
    "OrderMismatchError",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "RateBudget",
    "RateBudgetExceededError",
    "RateBudgetStoreError",
    "RateLimitError",
    "RequestInfo",
    "RequestOptions",
    "ResponseTooLargeError",
    "RetryPolicy",
    "RsaSigner",
    "ServerError",
    "SignatureExplanation",
    "Signer",
    "StatusNotReachedError",
    "StopReport",
    "StopResult",
    "StreamRefusedError",
    "StreamUnavailableError",
    "SubscriptionPlan",
    "ThreeCommas",
    "ThreeCommasError",
    "Timing",
    "TransportFailure",
    "UnconfirmedOrderError",
    "Undecoded",
    "Waits",
    "WrongStateError",
    "calculators",
    "dca_bots",
    "errors",
    "mark_note",
    "models",
    "orders",
    "signed_text",
    "split_note",
]


# The builders need most models, and guards that ask need what reads answers: few programs need all of it, and
# one without them starts sooner.
_PLACES: typing.Final = {
    **dict.fromkeys(
        ("accounts", "calculators", "dca_bots", "deals", "grid_bots", "orders", "simple_trades"), ""
    ),
    "Change": "threecommas.changes.change",
    "Deviation": "threecommas_rest.deviations",
    "Limits": "threecommas.guards.limits",
    "StopReport": "threecommas.kill_switch.report",
    "StopResult": "threecommas.kill_switch.report",
    "mark_note": "threecommas.note_key",
    "split_note": "threecommas.note_key",
}

# Out of sight of type checkers, which would take any name for one of these.
if not typing.TYPE_CHECKING:

    def __getattr__(name: str) -> typing.Any:
        if name == "__version__":
            return importlib.import_module("threecommas.version").installed_version()
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if not _PLACES[name]:
            return importlib.import_module(f"threecommas.{name}")
        return getattr(importlib.import_module(_PLACES[name]), name)
