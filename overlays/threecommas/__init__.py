"""Client of the 3Commas API: typed, signed, careful, sync and async.

    from threecommas import HmacSigner, ThreeCommas

    with ThreeCommas(api_key, HmacSigner(secret)) as client:
        trade = client.smart_trades.get(12345)

``__version__`` is the version that is installed. Names not listed in ``__all__`` are internal. Each is loaded
when it is first asked for.
"""

import importlib
import typing

if typing.TYPE_CHECKING:
    from threecommas_rest.deviations import Deviation
    from threecommas_rest.options import RequestOptions
    from threecommas_rest.types import UNSET
    from threecommas_rest.undecoded import Undecoded

    from threecommas import calculators, dca_bots, errors, models, orders
    from threecommas.changes import Change
    from threecommas.client import AsyncThreeCommas, ThreeCommas
    from threecommas.configuration.connection import BASE_URL
    from threecommas.create_once.policy import CreateOncePolicy
    from threecommas.data_frames import to_dataframe
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
    from threecommas.guards.limits import Limits
    from threecommas.guards.local import Mode
    from threecommas.kill_switch.report import StopReport, StopResult
    from threecommas.messages.request import RequestInfo, TransportFailure
    from threecommas.messages.signature import SignatureExplanation
    from threecommas.note_key import mark_note, split_note
    from threecommas.rate_budget import KeyRateBudget, RateBudget, SubscriptionPlan
    from threecommas.rate_budget.waits import Waits
    from threecommas.signing import BodySeparator, HmacSigner, RsaSigner, Signer, signed_text
    from threecommas.transport.attempts import Attempt
    from threecommas.transport.deviation_notices import DeviationNotice
    from threecommas.transport.retry_policy import RetryPolicy
    from threecommas.undocumented_fields import documented_body

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
    "documented_body",
    "errors",
    "mark_note",
    "models",
    "orders",
    "signed_text",
    "split_note",
    "to_dataframe",
]


# Where the names stand; those of errors are in `threecommas.errors`.
_PLACES: typing.Final = {
    **dict.fromkeys(("BASE_URL",), "configuration.connection"),
    **dict.fromkeys(("AsyncThreeCommas", "ThreeCommas"), "client"),
    **dict.fromkeys(("BodySeparator", "HmacSigner", "RsaSigner", "Signer", "signed_text"), "signing"),
    **dict.fromkeys(("KeyRateBudget", "RateBudget", "SubscriptionPlan"), "rate_budget"),
    **dict.fromkeys(("RequestInfo", "TransportFailure"), "messages.request"),
    **dict.fromkeys(("StopReport", "StopResult"), "kill_switch.report"),
    **dict.fromkeys(("mark_note", "split_note"), "note_key"),
    "Attempt": "transport.attempts",
    "Change": "changes.change",
    "CreateOncePolicy": "create_once.policy",
    "DeviationNotice": "transport.deviation_notices",
    "Difference": "errors.create_once",
    "Limits": "guards.limits",
    "Mode": "guards.local",
    "RetryPolicy": "transport.retry_policy",
    "SignatureExplanation": "messages.signature",
    "Timing": "flow",
    "Waits": "rate_budget.waits",
    "documented_body": "undocumented_fields",
    "to_dataframe": "data_frames",
}
# Those of the generated client.
_GENERATED: typing.Final = {
    "UNSET": "types",
    "Deviation": "deviations",
    "RequestOptions": "options",
    "Undecoded": "undecoded",
}
_MODULES: typing.Final = frozenset(
    {
        "accounts",
        "calculators",
        "dca_bots",
        "deals",
        "errors",
        "grid_bots",
        "models",
        "orders",
        "simple_trades",
    }
)


def _place(name: str) -> str | None:
    if name in _GENERATED:
        return f"threecommas_rest.{_GENERATED[name]}"
    if name in _PLACES:
        return f"threecommas.{_PLACES[name]}"
    return "threecommas.errors" if name in __all__ and name.endswith("Error") else None


# Out of sight of type checkers, which would take any name for one of these.
if not typing.TYPE_CHECKING:

    def __getattr__(name: str) -> typing.Any:
        if name == "__version__":
            return importlib.import_module("threecommas.version").installed_version()
        if name in _MODULES:
            return importlib.import_module(f"threecommas.{name}")
        if (place := _place(name)) is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(place), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
