"""A response of 3Commas that is not a success, as plain values.

Nothing here knows an HTTP library. Bodies are taken as they come: JSON of the documented shape, JSON of
another shape, a gateway's HTML page, plain text, nothing at all. What the answer means for the caller is
decided in `threecommas.errors.classification`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from threecommas_rest.operations import Operation

# Shorter ones could be part of an ordinary word, which would then be struck out.
_SHORTEST_SECRET = 12
_EXCERPT = 120
_ERROR_FIRST = re.compile(rb'\s*\{\s*"error')
# Seconds, 30 years: what is beyond it is no number that anybody meant.
_LONGEST = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedResponse:
    """An answer and the request it belongs to. Header names are in lower case.

    `path` is without the query, which may carry secrets in some operations of 3Commas.
    `operation` is None for a request that no method of the generated client made.
    `from_ban_memory` says that it was given to an earlier request, so that this one was not even sent.
    """

    operation: Operation | None
    method: str
    path: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes = b""
    from_ban_memory: bool = False


class ErrorFields(NamedTuple):
    """The fields of an error body: ``error``, ``error_description`` and ``error_attributes``."""

    code: str | None
    description: str | None
    attributes: dict[str, list[str]]


def error_fields(content: bytes) -> ErrorFields:
    """Return the fields of an error body; what is missing or not text is None, or empty."""
    body = _json_object(content)
    return ErrorFields(
        code=_text(body.get("error")),
        description=_text(body.get("error_description")),
        attributes=_attributes(body.get("error_attributes")),
    )


def says_error(content: bytes) -> bool:
    """Tell whether the body of a success says that it is none: an ``error`` in words, and no id.

    Nearly every body is told apart without being read: a SmartTrade has an id, and no error but deeper in.
    """
    if b'"error"' not in content or not (_ERROR_FIRST.match(content) or b'"id"' not in content):
        return False
    body = _json_object(content)
    return _text(body.get("error")) is not None and "id" not in body


def _json_object(content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content)
    # A few kilobytes of opening brackets exhaust the parser's stack; that is no reason to lose the status.
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _attributes(value: object) -> dict[str, list[str]]:
    """Return messages by field path. The errors page calls the value a string; every example is an object."""
    if isinstance(value, dict):
        return {path: _messages(messages) for path, messages in value.items()}
    return {"": _messages(value)} if value else {}


def _messages(value: object) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    return [entry if isinstance(entry, str) else json.dumps(entry) for entry in entries]


def describe_body(content: bytes) -> str:
    """Say what a body is that has none of the documented error fields."""
    if not content.strip():
        return "empty body"
    if re.match(rb"\s*<", content):
        return "an HTML page, which a gateway sends and not the API"
    text = " ".join(content.decode("utf-8", "replace").split())
    return f"the text {text[:_EXCERPT]!r}"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds the Retry-After header asks to wait, None without one that can be read.

    Its date form is measured from the answer's own Date header, so no local clock can be wrong about it.
    """
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+", value):
        return min(float(value), _LONGEST)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    # TypeError: one date names a time zone and the other does not.
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, wait.total_seconds()), _LONGEST)


def redact(content: bytes, secrets: Iterable[str]) -> bytes:
    """Return the body with each secret struck out: some gateways print the request they refuse."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            content = content.replace(secret.encode(), b"<secret>")
    return content
