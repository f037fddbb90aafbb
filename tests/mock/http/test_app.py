"""The ASGI shell: a body in pieces is one body, and a part of one is no request."""

import asyncio
from collections.abc import Iterable

from starlette.types import Message
from threecommas_mock import MockExchange

from tests.mock.signed_client import DOCUMENT

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/public/api/v2/smart_trades",
    "query_string": b"",
    "headers": [(b"content-type", b"application/json")],
}
FIRST: Message = {"type": "http.request", "body": b'{"account_id"', "more_body": True}
LAST: Message = {"type": "http.request", "body": b": 1}", "more_body": False}
GONE: Message = {"type": "http.disconnect"}


def sent_for(exchange: MockExchange, received: Iterable[Message]) -> list[Message]:
    """Return what the app sends for what it receives."""
    waiting, sent = iter(received), list[Message]()

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(exchange.app(dict(SCOPE), receive, send))
    return sent


def test_body_that_comes_in_pieces_is_one_body() -> None:
    exchange = MockExchange(document=DOCUMENT)
    start, body = sent_for(exchange, [FIRST, LAST])
    assert [entry.request.body for entry in exchange.journal] == [b'{"account_id": 1}']
    assert (start["status"], dict(start["headers"])[b"content-length"]) == (401, b"%d" % len(body["body"]))


def test_request_whose_client_went_away_half_way_was_never_made() -> None:
    exchange = MockExchange(document=DOCUMENT)
    assert sent_for(exchange, [FIRST, GONE]) == []
    assert len(exchange.journal) == 0
