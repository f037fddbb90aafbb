"""Faults and injections as JSON: `{"name": "reset", "at": 5}`, and what goes with it."""

from __future__ import annotations

from typing import Any

from threecommas_mock.faults.faults import FAULTS, Fault, name_of
from threecommas_mock.json_codec import FormatError, JsonCodec


def fault_codec() -> JsonCodec:
    """Return a codec that knows faults by their names; one of a class of your own is a ValueError to it."""
    codec = JsonCodec()
    # The type itself: those derived from it are objects like others.
    codec.hooks.register_unstructure_hook_func(
        lambda kind: kind is Fault, lambda fault: _written(codec, fault)
    )
    codec.hooks.register_structure_hook_func(lambda kind: kind is Fault, lambda value, _: _read(codec, value))
    return codec


def _written(codec: JsonCodec, fault: Fault) -> dict[str, Any]:
    name = name_of(fault)
    if name not in FAULTS:
        raise ValueError(f"{name} cannot be written as JSON: it is none of {', '.join(FAULTS)}")
    return {"name": name, **codec.encode(fault)}


def _read(codec: JsonCodec, value: Any) -> Fault:
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise ValueError('expected an object with a name, such as {"name": "timeout"}')
    options = dict(value)
    name = options.pop("name")
    if name not in FAULTS:
        raise FormatError("name", f"{name!r} is none of {', '.join(FAULTS)}")
    return codec.hooks.structure(options, FAULTS[name])
