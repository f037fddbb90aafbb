"""What an exchange was asked and what it answered, to look at and to keep as HAR without any secret.

How long an answer took is left out: the exchange knows no time but that of its clock, which stands still
while it answers.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal, overload
from urllib.parse import parse_qsl, quote, quote_plus

from threecommas_mock.api.credentials import Credential
from threecommas_mock.api.signatures import Join
from threecommas_mock.faults.faults import Fault, name_of
from threecommas_mock.http.messages import Reply, Request
from threecommas_mock.venue.clock import timestamp

CAPACITY = 10_000
"""How many of the newest requests a journal keeps unless told otherwise."""

LARGEST = 64 * 2**20
"""How many bytes they may have together: ten thousand long lists would fill two gigabytes."""

_ORIGIN = "https://threecommas.mock"
_HIDDEN = "<hidden>"
_SECRET_HEADERS = frozenset({b"apikey", b"signature", b"authorization", b"cookie"})
# An id is never longer, and Python refuses to read one of thousands of digits.
_SMART_TRADE = re.compile(rb"/v2/smart_trades/(\d{1,19})(?:/|$)")
_PHRASES = {status.value: status.phrase for status in HTTPStatus}


@dataclass(slots=True)
class Passage:
    """What is known of a request so far; what stays None was not found out before the request was refused."""

    operation: str | None = None
    credential: Credential | None = None
    join: Join | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One request and its answer.

    *number* counts from 1, *moment* is of the exchange's clock. *operation* is the operationId, None for a
    path that is none. *credential* and *join* tell which key signed it and how, None if the signature was
    wrong or not needed.

    *fault* is what disturbed the request. Then *reply* is what was left of the answer, with status 0 for no
    answer, and *undisturbed* the exchange's own, None if the request was not handled.
    """

    number: int
    moment: datetime
    request: Request = field(repr=False)
    reply: Reply = field(repr=False)
    operation: str | None = None
    credential: Credential | None = field(default=None, repr=False)
    join: Join | None = None
    fault: Fault | None = None
    undisturbed: Reply | None = field(default=None, repr=False)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.request.method

    @property
    def target(self) -> str:
        """Path and query as sent."""
        path, query = self.request.path.decode("latin-1"), self.request.query.decode("latin-1")
        return f"{path}?{query}" if query else path

    @property
    def status(self) -> int:
        """The status answered, 0 if there was no answer."""
        return self.reply.status

    @property
    def is_handled(self) -> bool:
        """The exchange did what the request asked for, or refused it; a fault may have kept it from both."""
        return self.fault is None or self.undisturbed is not None

    @property
    def signed_with(self) -> Literal["HMAC", "RSA"] | None:
        """The kind of key behind the signature; None without a right one."""
        if self.credential is None:
            return None
        return "RSA" if self.credential.secret is None else "HMAC"

    @property
    def body(self) -> Any:
        """The JSON value sent; None if there is none, or what was sent is not JSON."""
        return _json(self.request.body) if self.request.is_json else None

    @property
    def answer(self) -> Any:
        """The JSON value answered; None if what was sent is not JSON."""
        return _json(self.reply.sent)

    @property
    def smart_trade_id(self) -> int | None:
        """The SmartTrade that was asked for or created; None if there is none."""
        found = _SMART_TRADE.search(self.request.path)
        if found:
            return int(found[1])
        reply = self.undisturbed or self.reply
        created = self.operation == "create_smart_trade" and reply.status == HTTPStatus.CREATED
        return int(json.loads(reply.body)["id"]) if created else None


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    # A few kilobytes of opening brackets exhaust the parser's stack.
    except (ValueError, RecursionError):
        return None


class Journal(Sequence[Entry]):
    """The newest requests of an exchange, oldest first: a sequence, of which a slice is a list.

    It holds as many as *capacity* says, and no more than come to *largest* bytes; the newest is always there.
    """

    def __init__(
        self, credentials: Iterable[Credential], capacity: int = CAPACITY, largest: int = LARGEST
    ) -> None:
        if capacity < 1:
            raise ValueError(f"journal_capacity is {capacity}: keep at least one request")
        if largest < 1:
            raise ValueError(f"journal_bytes is {largest}: keep at least one byte")
        # What entries are made of: few are ever looked at.
        self._kept: deque[tuple[Any, ...]] = deque()
        self._capacity, self._largest, self._size = capacity, largest, 0
        self._count = 0
        self._secrets = [form for known in credentials for form in _forms(known)]

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...

    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return [Entry(*kept) for kept in tuple(self._kept)[index]]
        return Entry(*self._kept[index])

    def __iter__(self) -> Iterator[Entry]:
        return (Entry(*kept) for kept in tuple(self._kept))

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def dropped(self) -> int:
        """How many older requests it no longer holds."""
        return self._count - len(self._kept)

    def record(
        self,
        request: Request,
        reply: Reply,
        passage: Passage,
        moment: datetime,
        *,
        fault: Fault | None = None,
        undisturbed: Reply | None = None,
    ) -> None:
        """Add a request that was answered, or not because of a fault."""
        self._count += 1
        found = (passage.operation, passage.credential, passage.join)
        self._kept.append((self._count, moment, request, reply, *found, fault, undisturbed))
        self._size += _size(request, reply, undisturbed)
        while len(self._kept) > self._capacity or (self._size > self._largest and len(self._kept) > 1):
            _, _, request, reply, *_, undisturbed = self._kept.popleft()
            self._size -= _size(request, reply, undisturbed)

    def har(self, newest: int | None = None) -> dict[str, Any]:
        """Return it as HAR 1.2: without keys and signatures, wherever in a request they were put.

        With *newest*, only so many of the newest requests are in it.
        """
        creator = {"name": "threecommas_mock", "version": "1"}
        first = 0 if newest is None else max(0, len(self) - newest)
        entries = [self._hide(_as_har(entry)) for entry in tuple(self)[first:]]
        return {"log": {"version": "1.2", "creator": creator, "entries": entries}}

    def _hide(self, value: Any) -> Any:
        """Return the value without secrets: a mistake puts one where no header's name gives it away."""
        if isinstance(value, dict):
            return {name: self._hide(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._hide(inner) for inner in value]
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, _HIDDEN)
        return value


def _size(request: Request, reply: Reply, undisturbed: Reply | None) -> int:
    """Return about how many bytes an entry keeps; what is the same for all does not count."""
    headers = sum(len(name) + len(value) for name, value in request.headers.items())
    other = 0 if undisturbed is None or undisturbed.body is reply.body else len(undisturbed.body)
    return len(request.path) + len(request.query) + headers + len(request.body) + len(reply.body) + other


def _forms(credential: Credential) -> set[str]:
    """Return how key and secret look as they are, in JSON and in a URL."""
    secrets = [text for text in (credential.key, credential.secret) if text]
    return {
        form for text in secrets for form in (text, json.dumps(text)[1:-1], quote(text, ""), quote_plus(text))
    }


def _as_har(entry: Entry) -> dict[str, Any]:
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
        "_smart_trade_id": entry.smart_trade_id,
        "_fault": None if entry.fault is None else name_of(entry.fault),
        "_handled": entry.is_handled,
    }


def _request_as_har(entry: Entry) -> dict[str, Any]:
    request = entry.request
    headers = {name: value for name, value in request.headers.items() if name not in _SECRET_HEADERS}
    described: dict[str, Any] = {
        "method": entry.method,
        "url": f"{_ORIGIN}{entry.target}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.items()
        ),
        "queryString": _pairs(parse_qsl(request.query.decode("latin-1"), keep_blank_values=True)),
        "headersSize": -1,
        "bodySize": len(request.body),
    }
    if request.body:
        text = request.body.decode("utf-8", "replace")
        described["postData"] = {"mimeType": request.media_type.decode("latin-1"), "text": text}
    return described


def _response_as_har(reply: Reply) -> dict[str, Any]:
    text = reply.sent.decode("utf-8", "replace")
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
