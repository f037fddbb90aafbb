"""Cassettes of the VCR family: Ruby's vcr (and R's), Python's vcrpy, Go's go-vcr 1 to 4.

They differ in names only, so one reader serves them all:

    ==============  =================  =======  =============  ===========================
    family          list               address  status         body of the answer
    ==============  =================  =======  =============  ===========================
    Ruby            http_interactions  uri      status.code    body.string, .base64_string
    R               http_interactions  uri      status         body.string
    Python          interactions       uri      status.code    body.string
    Python (httpx)  interactions       uri      status_code    content
    Go              interactions       url      code           body
    ==============  =================  =======  =============  ===========================

Cassettes of vcrpy before 1.0 are not read: vcrpy itself migrates them.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from generator.observe.http_transactions import HttpTransaction
from generator.observe.recordings.located_json import Entry, base64_bytes

_LISTS = ("http_interactions", "interactions")
_TAG = "tag:yaml.org,2002:"

# The C parser is ten times faster; where the library was built without it, the same class exists in Python.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _text(loader: Any, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


def _binary(loader: Any, node: yaml.ScalarNode) -> bytes:
    try:
        return base64_bytes(_text(loader, node))
    except ValueError:
        raise yaml.MarkedYAMLError(problem_mark=node.start_mark) from None


class _CassetteLoader(_Loader):  # type: ignore[misc]  # which of two classes it is shows at run time only
    """Reads what recorders write beyond plain YAML: Ruby's !binary, old Python text."""

    yaml_constructors = {  # noqa: RUF012
        **_Loader.yaml_constructors,
        "!binary": _binary,
        f"{_TAG}binary": _binary,
        f"{_TAG}python/unicode": _text,
        f"{_TAG}python/str": _text,
    }


def read_cassette(text: str) -> Any:
    """Return what the YAML of a cassette says; raise yaml.YAMLError if it is none."""
    # The loader is a safe one: its class builds plain values only.
    return yaml.load(text, Loader=_CassetteLoader)  # noqa: S506


def is_cassette(content: Any) -> bool:
    """Tell whether a parsed file is a cassette of one of the families."""
    return isinstance(content, dict) and any(isinstance(content.get(name), list) for name in _LISTS)


def cassette_exchanges(file: Entry) -> Iterator[HttpTransaction]:
    """Yield the exchanges of a cassette; raise InvalidSpecError where it lacks what an exchange needs."""
    name = next(name for name in _LISTS if isinstance(file.get(name), list))
    for item in file.entry(name).entries():
        request, response = item.entry("request"), item.entry("response")
        yield HttpTransaction(
            origin=f"{file.file} interaction {item.steps[-1]}",
            method=request.text("method").lstrip(":"),
            url=request.text("uri", "url"),
            status=_status(response),
            request_headers=request.headers("headers"),
            request_body=_body(request, "body"),
            response_headers=response.headers("headers"),
            response_body=_body(response, "content" if response.has("content") else "body"),
        )


def _body(holder: Entry, key: str) -> bytes | None:
    # Recorders write null for an empty body; one that is absent was not recorded.
    body = holder.body(key)
    return b"" if body is None and key in holder.value else body


def _status(response: Entry) -> int:
    if isinstance(response.get("status"), dict):
        return response.entry("status").status("code")
    # Go has both: `status` is the line "200 OK" there.
    return response.status(next((key for key in ("code", "status_code") if response.has(key)), "status"))
