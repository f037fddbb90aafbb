"""HAR 1.2, as browsers and debugging proxies save it.

Cookies, timings and the cache are not read. A status of 0 means that no answer came.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from generator.observe.http_transactions import HttpTransaction, text_bytes
from generator.observe.recordings.located_json import Entry


def is_har(content: Any) -> bool:
    """Tell whether a parsed file is a HAR."""
    return isinstance(content, dict) and isinstance(content.get("log"), dict) and "entries" in content["log"]


def har_exchanges(file: Entry) -> Iterator[HttpTransaction]:
    """Yield the exchanges of a HAR; raise InvalidSpecError where it lacks what an exchange needs."""
    for item in file.entry("log").entry("entries").entries():
        request, response = item.entry("request"), item.entry("response")
        yield HttpTransaction(
            origin=f"{file.file} entry {item.steps[-1]}",
            method=request.text("method"),
            url=request.text("url"),
            status=response.status("status"),
            request_headers=request.headers("headers"),
            request_body=_sent(request),
            response_headers=response.headers("headers"),
            response_body=_answered(response),
        )


def _sent(request: Entry) -> bytes | None:
    if not request.has("postData"):
        # Without a body there is nothing to write; a size above zero tells of one that was not written.
        size = request.get("bodySize")
        return None if isinstance(size, int) and size > 0 else b""
    data = request.entry("postData")
    # Forms come as text, as parameters, or as both.
    if data.has("text") or not data.has("params"):
        return _text(data)
    fields = [(item.text("name"), item.get("value") or "") for item in data.entry("params").entries()]
    return urlencode(fields).encode()


def _answered(response: Entry) -> bytes | None:
    if not response.has("content"):
        return None
    content = response.entry("content")
    # Browsers drop the text of an answer they no longer hold, and keep its size. Other tools write the text,
    # and 0 for a size that they do not count.
    return b"" if content.get("size") == 0 and not content.get("text") else _text(content)


def _text(holder: Entry) -> bytes | None:
    match holder.get("text"), holder.get("encoding"):
        case None, _:
            return None
        case "", _:
            return b""
        case _, "base64":
            return holder.from_base64("text")
        case _:
            return text_bytes(holder.text("text"))
