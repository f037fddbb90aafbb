"""The calls of an operation that is not documented.

A skeleton of the operation is made from them.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from generator.observe.http_transactions import (
    JSON,
    Headers,
    HttpTransaction,
    Unreadable,
    is_json,
    json_value,
    media_type,
)
from generator.observe.parameters import spelled
from generator.observe.proposal.seen_shapes import Form
from generator.observe.redaction import MARK, Redaction, masked_name

_SPELLED = {"integer", "number", "boolean"}


@dataclass(slots=True)
class Calls:
    """The forms of the query, of the bodies sent, and of the answers by status; a form is None without JSON.

    `headers` are the names of all headers sent, in small letters.

    What a refused request held is left out, for it says nothing about what may be sent.
    """

    query: dict[str, Form] = field(default_factory=dict)
    headers: set[str] = field(default_factory=set)
    sent: Form | None = None
    answers: dict[int, Form | None] = field(default_factory=dict)

    def add(self, exchange: HttpTransaction, query: str) -> None:
        """Take in one more call."""
        if exchange.accepted and not exchange.only_answer:
            for name, text in parse_qsl(query, keep_blank_values=True):
                if masked_name(name) != MARK:
                    self.query.setdefault(name, Form()).add(spelled(text, _SPELLED))
            self.headers.update(name.lower() for name, _ in exchange.request_headers)
            self.sent = _added(self.sent, exchange.request_body, exchange.request_headers)
        known = self.answers.get(exchange.status)
        self.answers[exchange.status] = _added(known, exchange.response_body, exchange.response_headers)

    def shown(self, redaction: Redaction) -> "Calls":
        """Return a copy without names that may not be shown."""
        query = {name: form for name, form in self.query.items() if redaction.shown_name(name) != MARK}
        answers = {status: form and form.shown(redaction) for status, form in self.answers.items()}
        return Calls(query, self.headers, self.sent and self.sent.shown(redaction), answers)


def _added(form: Form | None, body: bytes | None, headers: Headers) -> Form | None:
    if not body or not is_json(media_type(headers) or JSON):
        return form
    try:
        return (form or Form()).add(json_value(body, headers))
    except Unreadable:
        return form
