"""Client of the 3Commas API: typed, signed, sync and async.

    from threecommas import HmacSigner, ThreeCommas

    with ThreeCommas(api_key, HmacSigner(secret)) as client:
        trade = client.smart_trades.get(12345)

Names not listed in ``__all__`` are internal.
"""

from threecommas_rest.types import UNSET

from threecommas import errors, models
from threecommas.client import BASE_URL, AsyncThreeCommas, ThreeCommas
from threecommas.errors import (
    ApiError,
    AuthenticationError,
    BannedError,
    ConfigurationError,
    DecodeError,
    EncodeError,
    FieldError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RefusedError,
    ServerError,
    ThreeCommasError,
    WrongStateError,
)
from threecommas.signing import HmacSigner, Join, RsaSigner, Signer, signed_text

__all__ = [
    "BASE_URL",
    "UNSET",
    "ApiError",
    "AsyncThreeCommas",
    "AuthenticationError",
    "BannedError",
    "ConfigurationError",
    "DecodeError",
    "EncodeError",
    "FieldError",
    "HmacSigner",
    "InvalidRequestError",
    "Join",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RefusedError",
    "RsaSigner",
    "ServerError",
    "Signer",
    "ThreeCommas",
    "ThreeCommasError",
    "WrongStateError",
    "errors",
    "models",
    "signed_text",
]
