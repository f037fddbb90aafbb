"""Plain JSON of recorded traffic, for recorders that have no format of their own.

A file holds one exchange or a list of them:

    {
      "method": "GET",
      "url": "https://api.3commas.io/public/api/v2/smart_trades?page=1",
      "request_headers": {"Forced-Mode": "paper"},
      "request_body": null,
      "status": 200,
      "response_headers": [["Content-Type", "application/json"]],
      "response_body": [{"id": 30404547}]
    }

`method`, `url` and `status` must be there. Headers are a map (to one value or a list of them), pairs, or
objects of `name` and `value`. A body is text as it was sent, or the JSON value it says. Null is an empty one;
a body that is absent was not recorded, and nothing is said about it.
"""

from collections.abc import Iterator
from typing import Any

from generator.observe.http_transactions import HttpTransaction, text_bytes, value_bytes
from generator.observe.recordings.located_json import Entry


def is_plain(content: Any) -> bool:
    """Tell whether a parsed file is recorded traffic in the form above."""
    items = content if isinstance(content, list) else [content]
    return all(isinstance(item, dict) and {"method", "url"} <= item.keys() for item in items)


def plain_exchanges(file: Entry) -> Iterator[HttpTransaction]:
    """Yield the exchanges of a file; raise InvalidSpecError where one lacks what it needs."""
    for item in file.entries() if isinstance(file.value, list) else [file]:
        yield HttpTransaction(
            origin=f"{file.file} exchange {item.steps[-1] if item.steps else 0}",
            method=item.text("method"),
            url=item.text("url"),
            status=item.status("status"),
            request_headers=item.headers("request_headers"),
            request_body=_body(item, "request_body"),
            response_headers=item.headers("response_headers"),
            response_body=_body(item, "response_body"),
        )


def _body(item: Entry, key: str) -> bytes | None:
    if key not in item.value:
        return None
    match item.get(key):
        case None:
            return b""
        case str() as text:
            return text_bytes(text)
        case value:
            return value_bytes(value)
