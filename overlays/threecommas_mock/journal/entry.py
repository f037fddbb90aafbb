"""One request and its answer, as the journal shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal

from threecommas_mock.api.credentials import Credential
from threecommas_mock.api.examples import EXAMPLE, HEADER
from threecommas_mock.api.router import PREFIX
from threecommas_mock.api.signatures import Join
from threecommas_mock.faults.faults import Fault
from threecommas_mock.http.messages import Request, Response

_VARIABLE = "{"
# An id is never longer, and Python refuses to read one of thousands of digits.
_NUMBER = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One request and its answer.

    *number* counts from 1, *moment* is of the exchange's clock. *operation* is the operationId, None for a
    path that is none. *credential* and *join* tell which key signed it and how, None if the signature was
    wrong or not needed.

    *fault* is what disturbed the request. Then *reply* is what was left of the answer, with status 0 for no
    answer, and *original_reply* the exchange's own, None if the request was not handled.
    """

    number: int
    moment: datetime
    request: Request = field(repr=False)
    reply: Response = field(repr=False)
    operation: str | None = None
    credential: Credential | None = field(default=None, repr=False)
    join: Join | None = None
    fault: Fault | None = None
    original_reply: Response | None = field(default=None, repr=False)
    _template: str | None = field(default=None, repr=False)

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
        return self.fault is None or self.original_reply is not None

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
    def ids(self) -> Mapping[str, int]:
        """The numbers of what was asked for or made, by the word before them in the path.

        Such as ``{"smart_trades": 30000001, "trades": 1000000002}``; for a creation the number answered.
        """
        if self._template is None:
            return {}
        asked = _ids_in(self._template, self.request.path.decode("latin-1").removeprefix(PREFIX))
        return asked or self._made(self._template)

    @property
    def is_example(self) -> bool:
        """The answer is an example of the document, as no room handles the operation."""
        reply = self.original_reply or self.reply
        return reply.headers.get(HEADER) == EXAMPLE

    def _made(self, template: str) -> Mapping[str, int]:
        reply = self.original_reply or self.reply
        if self.method != "POST" or _VARIABLE in template or not HTTPStatus.OK <= reply.status < 300:
            return {}
        value = _json(reply.body)
        number = value.get("id") if isinstance(value, dict) else None
        return {_noun(template): number} if isinstance(number, int) else {}


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    # A few kilobytes of opening brackets exhaust the parser's stack.
    except (ValueError, RecursionError):
        return None


def _ids_in(template: str, path: str) -> Mapping[str, int]:
    """Return the numbers in *path* where *template* has variables, by the segment before each."""
    names, values = template.split("/"), path.split("/")
    found = zip(names, names[1:], values[1:], strict=False)
    return {
        noun: int(value)
        for noun, name, value in found
        if name.startswith(_VARIABLE) and _NUMBER.fullmatch(value)
    }


def _noun(template: str) -> str:
    """Return the segment after the version: `smart_trades` of `/v2/smart_trades`."""
    return template.split("/")[1:][:2][-1]
