"""Parameters by name: the headers of an operation, its query, and the headers that no caller may set."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.operations import DocumentedOperation, operations, resolved

# What HTTP needs to be right for every request with a body.
_OF_HTTP = ("content-length", "content-type", "host", "transfer-encoding")


def headers_of(operation: DocumentedOperation, document: Mapping[str, Any]) -> list[str]:
    """Return the names of the header parameters of an operation."""
    return _names(operation, document, "header")


def query_names(operation: DocumentedOperation, document: Mapping[str, Any]) -> list[str]:
    """Return the names of the parameters of an operation that stand in the query."""
    return _names(operation, document, "query")


def _names(operation: DocumentedOperation, document: Mapping[str, Any], place: str) -> list[str]:
    item = document["paths"][operation.url]
    parameters = [*item.get("parameters", []), *operation.value.get("parameters", [])]
    found = [resolved(document, parameter) for parameter in parameters]
    return [str(one["name"]) for one in found if one["in"] == place]


def own_headers(document: Mapping[str, Any]) -> list[str]:
    """Return, in small letters, the headers a client sets: those of HTTP, the signature, the operations."""
    arguments = [name.lower() for one in operations(document) for name in headers_of(one, document)]
    return sorted({*_OF_HTTP, *_of_security(document), *arguments})


def _of_security(document: Mapping[str, Any]) -> Iterator[str]:
    for scheme in document.get("components", {}).get("securitySchemes", {}).values():
        if scheme.get("in") == "header":
            yield str(scheme["name"]).lower()
        elif scheme.get("type") == "http":
            yield "authorization"
