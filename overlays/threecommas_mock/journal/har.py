"""Journal entries in the form of HAR 1.2, which browsers and many tools read.

Header fields that hold a key or a signature are left out here, and secrets of an exchange are masked. Secrets
elsewhere are hidden by the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from threecommas_openapi.masking import mask_answer, mask_body, mask_query, mask_url

from threecommas_mock.faults.faults import name_of
from threecommas_mock.http.messages import Response
from threecommas_mock.journal.entry import Entry
from threecommas_mock.venue.clock import timestamp

_ORIGIN = "https://threecommas.mock"
_SECRET_HEADERS = frozenset({b"apikey", b"signature", b"authorization", b"cookie"})
_PHRASES = {status.value: status.phrase for status in HTTPStatus}


def entry_as_har(entry: Entry) -> dict[str, Any]:
    """Return *entry* as HAR has it; secrets may still be in it."""
    return {
        "startedDateTime": timestamp(entry.moment),
        "time": 0,
        "request": _request_as_har(entry),
        "response": _response_as_har(entry.reply),
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        # Names of our own begin with an underscore, as the format asks.
        "_number": entry.number,
        "_operation": entry.operation,
        "_signed_with": entry.signed_with,
        "_join": None if entry.join is None else entry.join.value,
        "_ids": dict(entry.ids),
        "_example": entry.is_example,
        "_fault": None if entry.fault is None else name_of(entry.fault),
        "_handled": entry.is_handled,
    }


def _request_as_har(entry: Entry) -> dict[str, Any]:
    request = entry.request
    headers = {name: value for name, value in request.headers.items() if name not in _SECRET_HEADERS}
    described: dict[str, Any] = {
        "method": entry.method,
        "url": f"{_ORIGIN}{mask_url(entry.target)}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.items()
        ),
        "queryString": _pairs(parse_qsl(mask_query(request.query.decode("latin-1")), keep_blank_values=True)),
        "headersSize": -1,
        "bodySize": len(request.body),
    }
    if request.body:
        text = mask_body(request.body.decode("utf-8", "replace"))
        described["postData"] = {"mimeType": request.media_type.decode("latin-1"), "text": text}
    return described


def _response_as_har(reply: Response) -> dict[str, Any]:
    text = mask_answer(reply.sent.decode("utf-8", "replace"))
    headers: Mapping[str, str] = {"Content-Type": reply.media_type, **reply.headers} if reply.status else {}
    return {
        "status": reply.status,
        "statusText": _PHRASES.get(reply.status, ""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(headers.items()),
        "content": {"size": len(reply.sent), "mimeType": reply.media_type, "text": text},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": len(reply.sent),
    }


def _pairs(items: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in items]
