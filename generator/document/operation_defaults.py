"""Defaults of an operation for documents without our extensions, so that any document builds.

Lint asks for each of them in a document of ours: a judgement beats a guess. What an operation does to
orders is never guessed.
"""

from collections.abc import Mapping
from typing import Any

from openapi_python_client.strings import snake_case

from generator.document.operations import operations

# Methods that by HTTP's own rules change nothing.
_READING = frozenset({"get", "head", "options"})


def with_defaults(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with what its operations leave out; what they say stays as it is."""
    paths = {url: dict(item) for url, item in document["paths"].items()}
    for operation in operations(document):
        paths[operation.url][operation.method] = _filled(operation.method, operation.url, operation.value)
    return {**document, "paths": paths}


def _filled(method: str, url: str, value: Mapping[str, Any]) -> dict[str, Any]:
    name = snake_case(str(value.get("operationId", ""))) or snake_case(f"{method} {url}")
    summary = value.get("summary") or name.replace("_", " ").capitalize()
    tags = value.get("tags", [])
    filled = {
        "summary": summary,
        "description": f"{summary[:1].upper()}{summary[1:].rstrip('.')}.",
        "x-source": "The document itself.",
        "x-sdk": {"resource": snake_case(str(tags[0])) if tags else None, "method": name},
        "x-permission": "NONE",
        "x-rate-limit": [],
        "x-retry": "safe" if method in _READING else "never",
        **value,
        "operationId": name,
    }
    if "externalDocs" in value:
        del filled["x-source"]
    return filled
