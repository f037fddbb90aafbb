"""An exchange held against its operation: path, query, request headers, and both bodies.

Headers of the answer are not compared: what an answer says stands in its body.
"""

from collections.abc import Iterator

from generator.observe.comparison import compare
from generator.observe.document import Document, Operation
from generator.observe.drifts import Drift, Kind, SchemaTrace
from generator.observe.http_transactions import (
    JSON,
    Headers,
    HttpTransaction,
    Unreadable,
    is_json,
    json_value,
    media_type,
)
from generator.observe.matching import Match
from generator.observe.parameters import compare_headers, compare_path, compare_query
from generator.observe.proposal.seen_shapes import Form, form_of
from generator.observe.redaction import NO_TYPE, masked_type


def compare_request(
    document: Document, operation: Operation, exchange: HttpTransaction, match: Match
) -> Iterator[tuple[str, SchemaTrace]]:
    """Yield the parts of a request by name, with what comparing them gave."""
    yield "path", compare_path(document, operation, match.values)
    yield "query", compare_query(document, operation, match.query)
    yield "header", compare_headers(document, operation, exchange.request_headers)
    yield "request body", _request_body(document, operation, exchange)


def compare_response(document: Document, operation: Operation, exchange: HttpTransaction) -> SchemaTrace:
    """Compare the answer with the documented one for its status."""
    status = operation.response(exchange.status)
    if status is None:
        schema, word = f"{operation.pointer}/responses", str(exchange.status)
        return SchemaTrace([Drift(Kind.STATUS, "", schema, word, form=_answer_form(exchange))])
    holder = operation.responses[status]
    return _body(document, holder, exchange.response_body, headers=exchange.response_headers, whose="answers")


def _answer_form(exchange: HttpTransaction) -> Form | None:
    """Return the form of a body: None for none or no JSON, an empty form for what was not recorded."""
    body, headers = exchange.response_body, exchange.response_headers
    if body is None:
        return Form()
    if not body or not is_json(media_type(headers) or JSON):
        return None
    try:
        return form_of(json_value(body, headers))
    except Unreadable:
        return Form()


def _request_body(document: Document, operation: Operation, exchange: HttpTransaction) -> SchemaTrace:
    body, headers = exchange.request_body, exchange.request_headers
    if operation.body and body != b"":
        return _body(document, operation.body, body, headers=headers, whose="requests")
    if operation.body_required:
        return SchemaTrace([Drift(Kind.MISSING, "", f"{operation.body}/required")])
    if body and not operation.body:
        return SchemaTrace(
            [Drift(Kind.CONTENT_TYPE, "", operation.pointer, masked_type(media_type(headers)))]
        )
    return SchemaTrace()


def _body(
    document: Document, holder: str, body: bytes | None, *, headers: Headers, whose: str
) -> SchemaTrace:
    """Compare a body with the object that has its `content`, which may be none."""
    if body is None:
        return SchemaTrace(left_out=f"{whose} whose body was not recorded")
    documented = document.at(holder).get("content", {})
    kind = (media_type(headers) or next(iter(documented), JSON)) if body else NO_TYPE
    media = document.media_type(holder, kind)
    if media is None and (documented or body):
        return SchemaTrace([Drift(Kind.CONTENT_TYPE, "", f"{holder}/content", masked_type(kind))])
    if media is None or not is_json(kind) or "schema" not in document.at(media):
        return SchemaTrace()
    try:
        return compare(document, json_value(body, headers), f"{media}/schema")
    except Unreadable as unreadable:
        return SchemaTrace(left_out=f"{whose} whose body {unreadable}")
