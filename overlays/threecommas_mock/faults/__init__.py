"""Faults: what can go wrong between a client and the exchange, and which requests meet it.

from threecommas_mock import faults

exchange.fail_next(faults.Timeout(after_effect=True))
exchange.fail_streams(faults.ConnectionDrop(), after_messages=5)
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
from threecommas_mock.faults.stream_faults import (
    ConnectionDrop,
    DelayedMessage,
    Disconnect,
    DuplicateMessage,
    LostMessage,
    RefusedSubscription,
    ReorderedMessage,
    Silence,
    StreamFault,
)
from threecommas_mock.faults.stream_schedule import StreamInjection

__all__ = [
    "ConnectionDrop",
    "DelayedMessage",
    "Disconnect",
    "Duplicate",
    "DuplicateMessage",
    "ExtraField",
    "Fault",
    "GatewayError",
    "Injection",
    "Latency",
    "LostMessage",
    "NullValue",
    "RefusedSubscription",
    "ReorderedMessage",
    "Reset",
    "ServerError",
    "Silence",
    "SlowBody",
    "StreamFault",
    "StreamInjection",
    "Timeout",
    "TruncatedBody",
    "UnknownEnumValue",
    "WrongContentType",
]
