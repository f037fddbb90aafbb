"""Calls that can be made: each operation with the values that the document gives as examples."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from generator.document.json_io import write_json
from generator.document.operations import DocumentedOperation, operations, resolved

_NAMED = re.compile(r"\{([^}]*)\}")
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation, with the value of its example."""

    location: str
    name: str
    required: bool
    description: str
    example: Any
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """A value by its name in the document; `summary` is a sentence."""

    name: str
    summary: str
    value: Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `target` is the path with the server's prefix and query, `body` the JSON text or ""."""

    operation: DocumentedOperation
    example: Example | None
    origin: str
    target: str
    body: str

    @property
    def method(self) -> str:
        """The method in capitals."""
        return self.operation.method.upper()


def calls(document: Mapping[str, Any], operation: DocumentedOperation) -> Iterator[Call]:
    """Yield a call for each example of a body, or the one call of an operation without."""
    server = urlsplit(document["servers"][0]["url"])
    target = server.path + _filled(document, operation) + _query(document, operation)
    examples: list[Example | None] = [*bodies(document, operation)]
    for example in examples or [None]:
        body = write_json(example.value).strip() if example else ""
        yield Call(operation, example, f"{server.scheme}://{server.netloc}", target, body)


def all_calls(document: Mapping[str, Any]) -> Iterator[Call]:
    """Yield the calls of all operations in the order of the document."""
    for operation in operations(document):
        yield from calls(document, operation)


def parameters(document: Mapping[str, Any], operation: DocumentedOperation) -> list[Parameter]:
    """Return the parameters in the order of the document."""
    described = [resolved(document, value) for value in operation.value.get("parameters", [])]
    return [
        Parameter(
            location=value["in"],
            name=value["name"],
            required=value.get("required", False),
            description=value["description"],
            example=value["example"],
            schema=value["schema"],
        )
        for value in described
    ]


def bodies(document: Mapping[str, Any], operation: DocumentedOperation) -> list[Example]:
    """Return the examples of the body, none if the operation has none."""
    return media_examples(document, resolved(document, operation.value.get("requestBody", {})))


def media_examples(document: Mapping[str, Any], holder: Mapping[str, Any]) -> list[Example]:
    """Return the JSON examples of a request body or a response."""
    named = holder.get("content", {}).get(JSON, {}).get("examples", {})
    found = {name: resolved(document, value) for name, value in named.items()}
    return [Example(name, value["summary"], value["value"]) for name, value in found.items()]


def _filled(document: Mapping[str, Any], operation: DocumentedOperation) -> str:
    given = {each.name: each.example for each in parameters(document, operation) if each.location == "path"}
    return _NAMED.sub(lambda name: "".join(sent_texts(given[name[1]])), operation.url)


def sent_texts(value: Any) -> list[str]:
    """Return the value of a parameter as a request writes it: one text, or one for each item of a list."""
    if isinstance(value, list):
        return [text for item in value for text in sent_texts(item)]
    return [value if isinstance(value, str) else write_json(value).strip()]


def all_arguments(document: Mapping[str, Any], operation: DocumentedOperation) -> list[Parameter]:
    """Return the parameters of the query that a call shows: those it needs, and those that ask for a page."""
    paging = operation.value.get("x-pagination", {})
    names = (paging.get("page"), paging.get("size"))
    given = [each for each in parameters(document, operation) if each.location == "query"]
    return [each for each in given if each.required or each.name in names]


def _query(document: Mapping[str, Any], operation: DocumentedOperation) -> str:
    given = {each.name: sent_texts(each.example) for each in all_arguments(document, operation)}
    return f"?{urlencode(given, doseq=True)}" if given else ""
