"""The journal of an exchange: requests and answers, to look at and to keep as HAR without any secret.

Secrets of an exchange, which a request may hold to connect an account, do not even get in.

How long an answer took is left out: the exchange knows no time but that of its clock, which stands still
while it answers.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, overload
from urllib.parse import quote, quote_plus

from threecommas_mock.api.credentials import Credential
from threecommas_mock.api.request_context import RequestContext
from threecommas_mock.faults.faults import Fault
from threecommas_mock.http.messages import Request, Response
from threecommas_mock.journal.entry import Entry
from threecommas_mock.journal.har import entry_as_har
from threecommas_mock.journal.redaction import without_secrets
from threecommas_mock.journal.summary import entry_summary

CAPACITY = 10_000
"""How many of the newest requests a journal keeps unless told otherwise."""

LARGEST = 64 * 2**20
"""How many bytes they may have together: ten thousand long lists would fill two gigabytes."""

_HIDDEN = "<hidden>"


class Journal(Sequence[Entry]):
    """The newest requests of an exchange, oldest first: a sequence, of which a slice is a list.

    It holds as many as *capacity* says, and no more than come to *largest* bytes; the newest is always there.
    """

    def __init__(
        self, credentials: Iterable[Credential], capacity: int = CAPACITY, largest: int = LARGEST
    ) -> None:
        if capacity < 1:
            raise ValueError(f"journal_capacity must be 1 or more, got {capacity}")
        if largest < 1:
            raise ValueError(f"journal_bytes must be 1 or more, got {largest}")
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
        reply: Response,
        context: RequestContext,
        moment: datetime,
        *,
        fault: Fault | None = None,
        original_reply: Response | None = None,
    ) -> None:
        """Add a request that was answered, or not because of a fault."""
        self._count += 1
        operation = context.operation
        if operation is None or operation.has_secrets:
            request = without_secrets(request)
        name, template = (None, None) if operation is None else (operation.id, operation.path)
        found = (name, context.credential, context.join, fault, original_reply, template)
        self._kept.append((self._count, moment, request, reply, *found))
        self._size += _size(request, reply, original_reply)
        while len(self._kept) > self._capacity or (self._size > self._largest and len(self._kept) > 1):
            _, _, request, reply, *_, original_reply, _ = self._kept.popleft()
            self._size -= _size(request, reply, original_reply)

    def har(self, newest: int | None = None, *, number: int | None = None) -> dict[str, Any]:
        """Return it as HAR 1.2: without keys and signatures, wherever in a request they were put.

        With *newest*, only so many of the newest requests are in it; with *number*, that one alone, or none
        if it is no longer kept.
        """
        creator = {"name": "threecommas_mock", "version": "1"}
        chosen = self._newest(newest) if number is None else self._numbered(number)
        entries = [self._hide(entry_as_har(entry)) for entry in chosen]
        return {"log": {"version": "1.2", "creator": creator, "entries": entries}}

    def summaries(self, newest: int) -> list[dict[str, Any]]:
        """Return the newest requests in short, oldest first; keys are hidden as in the HAR."""
        return [self._hide(entry_summary(entry)) for entry in self._newest(newest)]

    def _newest(self, count: int | None) -> list[Entry]:
        first = 0 if count is None else max(0, len(self) - count)
        return [Entry(*kept) for kept in tuple(self._kept)[first:]]

    def _numbered(self, number: int) -> list[Entry]:
        index = number - self.dropped - 1
        return [self[index]] if 0 <= index < len(self) else []

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


def _size(request: Request, reply: Response, original_reply: Response | None) -> int:
    """Return about how many bytes an entry keeps; what is the same for all does not count."""
    headers = sum(map(len, request.headers)) + sum(map(len, request.headers.values()))
    other = 0 if original_reply is None or original_reply.body is reply.body else len(original_reply.body)
    return len(request.path) + len(request.query) + headers + len(request.body) + len(reply.body) + other


def _forms(credential: Credential) -> set[str]:
    """Return how key and secret look as they are, in JSON and in a URL."""
    secrets = [text for text in (credential.key, credential.secret) if text]
    return {
        form for text in secrets for form in (text, json.dumps(text)[1:-1], quote(text, ""), quote_plus(text))
    }
