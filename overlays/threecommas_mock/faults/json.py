"""Faults and injections as JSON: `{"name": "reset", "at": 5}`, and what goes with it."""

from __future__ import annotations

from typing import Any

from threecommas_mock.faults.faults import FAULTS, Fault, name_of
from threecommas_mock.faults.schedule import Injection
from threecommas_mock.json_codec import FormatError, decode, encode, join


def encode_fault(fault: Fault) -> dict[str, Any]:
    """Return *fault* as JSON object; a class of your own has no form here and raises ValueError."""
    name = name_of(fault)
    if name not in FAULTS:
        raise ValueError(f"{name} cannot be written as JSON: it is none of {', '.join(FAULTS)}")
    return {"name": name, **encode(fault)}


def decode_fault(value: Any, field: str = "fault") -> Fault:
    """Return the fault that a JSON object stands for, or raise FormatError."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise FormatError(field, 'expected an object with a name, such as {"name": "timeout"}')
    name = value["name"]
    if name not in FAULTS:
        raise FormatError(join(field, "name"), f"{name!r} is none of {', '.join(FAULTS)}")
    options = {key: item for key, item in value.items() if key != "name"}
    fault: Fault = decode(FAULTS[name], options, field)
    return fault


def encode_injection(injection: Injection) -> dict[str, Any]:
    """Return *injection* as JSON object."""
    value: dict[str, Any] = encode(injection)
    return value | {"fault": encode_fault(injection.fault)}


def decode_injection(value: Any, field: str) -> Injection:
    """Return the injection that a JSON object stands for, or raise FormatError."""
    if not isinstance(value, dict) or "fault" not in value:
        raise FormatError(join(field, "fault"), "is missing")
    fault = decode_fault(value["fault"], join(field, "fault"))
    rest = {name: item for name, item in value.items() if name != "fault"}
    injection: Injection = decode(Injection, rest, field, {"fault": fault})
    return injection
