"""Faults: what can go wrong between a client and the exchange, and which requests meet it.

from threecommas_mock import faults

exchange.fail_next(faults.Timeout(after_effect=True))
"""

from threecommas_mock.faults.faults import (
    Duplicate,
    ExtraField,
    Fault,
    GatewayError,
    Latency,
    NullValue,
    Reset,
    ServerError,
    SlowBody,
    Timeout,
    TruncatedBody,
    UnknownEnumValue,
    WrongContentType,
)
from threecommas_mock.faults.schedule import Injection

__all__ = [
    "Duplicate",
    "ExtraField",
    "Fault",
    "GatewayError",
    "Injection",
    "Latency",
    "NullValue",
    "Reset",
    "ServerError",
    "SlowBody",
    "Timeout",
    "TruncatedBody",
    "UnknownEnumValue",
    "WrongContentType",
]
