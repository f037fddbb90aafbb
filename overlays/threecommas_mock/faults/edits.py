"""Changes to the JSON of an answer: one field, wherever in it the field stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from threecommas_mock.http.messages import Response

ABSENT = object()
"""Stands for a field that is not there, or is to be left alone."""


def edited(reply: Response, field: str, edit: Callable[[Any], Any]) -> Response | None:
    """Return *reply* with the dotted *field* edited; None if that changes nothing."""
    value = json.loads(reply.body)
    changed = _edit(value, field.split("."), edit)
    return None if changed == value else replace(reply, body=json_bytes(changed))


def _edit(value: Any, path: list[str], edit: Callable[[Any], Any]) -> Any:
    """Return *value* with what stands at *path* edited; where the path does not lead, nothing changes."""
    if isinstance(value, list):
        return [_edit(item, path, edit) for item in value]
    name, *rest = path
    if not isinstance(value, dict) or (rest and name not in value):
        return value
    changed = _edit(value[name], rest, edit) if rest else edit(value.get(name, ABSENT))
    return value if changed is ABSENT else value | {name: changed}


def json_bytes(value: Any) -> bytes:
    """Write JSON as 3Commas does, without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
