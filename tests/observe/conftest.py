"""The published document, and traffic made of the examples it gives itself."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import threecommas_openapi

from generator.observe.document import Document, Operation
from generator.observe.http_transactions import HttpTransaction, value_bytes
from generator.observe.observer import Observer
from generator.observe.report import Report

ROOT = Path(__file__).parents[2]
SERVER = "https://api.3commas.io/public/api"
RANGES = {"5XX": 503}


@pytest.fixture(scope="session")
def content() -> dict[str, Any]:
    """The published document as parsed; a test that alters it makes its own copy."""
    loaded: dict[str, Any] = threecommas_openapi.load()
    return loaded


@pytest.fixture(scope="session")
def document(content: dict[str, Any]) -> Document:
    return Document(content)


@pytest.fixture(scope="session")
def traffic(document: Document) -> list[HttpTransaction]:
    """Each documented example once as an answer, and each request example with each documented success."""
    return [exchange for operation in document.operations for exchange in _exchanges(document, operation)]


@pytest.fixture(scope="session")
def observed() -> Callable[[Document, list[HttpTransaction]], Report]:
    def observe(document: Document, exchanges: list[HttpTransaction]) -> Report:
        observer = Observer(document)
        for exchange in exchanges:
            observer.observe(exchange)
        return observer.report()

    return observe


def _exchanges(document: Document, operation: Operation) -> Iterator[HttpTransaction]:
    bodies = list(_examples(document, operation.body)) if operation.body else [b""]
    for status, holder in operation.responses.items():
        code = RANGES.get(status) or int(status)
        for answer in _examples(document, holder):
            for body in bodies if code < 300 else bodies[:1]:
                yield HttpTransaction(
                    origin=f"{operation.id} {status}",
                    method=operation.method,
                    url=_url(document, operation),
                    status=code,
                    request_headers=(("Apikey", "documented"), *_headers(document, operation)),
                    request_body=body,
                    response_headers=(("Content-Type", "application/json; charset=utf-8"),),
                    response_body=answer,
                )


def _url(document: Document, operation: Operation) -> str:
    path, query = operation.path, {}
    for parameter in operation.parameters:
        example = _text(document.at(parameter.pointer)["example"])
        path = path.replace(f"{{{parameter.name}}}", example)
        if parameter.location == "query":
            query[parameter.name] = example
    return f"{SERVER}{path}?{urlencode(query)}" if query else f"{SERVER}{path}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _headers(document: Document, operation: Operation) -> Iterator[tuple[str, str]]:
    for parameter in operation.parameters:
        if parameter.location == "header":
            yield parameter.name, str(document.at(parameter.pointer)["example"])


def _examples(document: Document, holder: str) -> Iterator[bytes]:
    for media in document.at(holder).get("content", {}).values():
        for example in media.get("examples", {}).values():
            found = document.at(example["$ref"][1:]) if "$ref" in example else example
            yield value_bytes(found["value"])
