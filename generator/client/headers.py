"""The request headers of the document: those of an operation, and all that no caller may set by hand."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.operations import DocumentedOperation, operations, resolved

# What HTTP needs to be right for every request with a body.
_OF_HTTP = ("content-length", "content-type", "host", "transfer-encoding")


def headers_of(operation: DocumentedOperation, document: Mapping[str, Any]) -> list[str]:
    """Return the names of the header parameters of an operation."""
    item = document["paths"][operation.url]
    parameters = [*item.get("parameters", []), *operation.value.get("parameters", [])]
    found = [resolved(document, parameter) for parameter in parameters]
    return [str(one["name"]) for one in found if one["in"] == "header"]


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
