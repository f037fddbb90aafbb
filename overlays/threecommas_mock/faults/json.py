"""Faults and injections as JSON: `{"name": "reset", "at": 5}`, and what goes with it.

Faults of requests and those of streams have names of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from threecommas_mock.faults.faults import FAULTS, Fault, name_of
from threecommas_mock.faults.stream_faults import STREAM_FAULTS, StreamFault
from threecommas_mock.json_codec import FormatError, JsonCodec


def fault_codec() -> JsonCodec:
    """Return a codec that knows faults by their names; one of a class of your own is a ValueError to it."""
    codec = JsonCodec()
    _teach(codec, Fault, FAULTS, "timeout")
    _teach(codec, StreamFault, STREAM_FAULTS, "connection_drop")
    return codec


def _teach(codec: JsonCodec, family: type, known: Mapping[str, type], example: str) -> None:
    # The type itself: those derived from it are objects like others.
    codec.hooks.register_unstructure_hook_func(
        lambda kind: kind is family, lambda fault: _written(codec, fault, known)
    )
    codec.hooks.register_structure_hook_func(
        lambda kind: kind is family, lambda value, _: _read(codec, value, known, example)
    )


def _written(codec: JsonCodec, fault: Any, known: Mapping[str, type]) -> dict[str, Any]:
    name = name_of(fault, known)
    if name not in known:
        raise ValueError(f"{name} cannot be written as JSON: it is none of {', '.join(known)}")
    return {"name": name, **codec.encode(fault)}


def _read(codec: JsonCodec, value: Any, known: Mapping[str, type], example: str) -> Any:
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise ValueError(f'expected an object with a name, such as {{"name": "{example}"}}')
    options = dict(value)
    name = options.pop("name")
    if name not in known:
        raise FormatError("name", f"{name!r} is none of {', '.join(known)}")
    return codec.hooks.structure(options, known[name])
