"""The words of a document that only describe, told apart from those that decide.

Covers OpenAPI 3.0 and 3.1. A key counts only where it is a keyword: a field that happens to be called
`description` is a field.
"""

import json
from typing import Any

# Words for readers: a change of theirs is reported, and never breaks anybody.
ANNOTATIONS = frozenset(
    (
        *("$comment", "contact", "description", "example", "examples", "externalDocs", "license", "summary"),
        *("tags", "termsOfService", "title", "x-source", "xml"),
    )
)
# Keywords whose members are named by the author of the document, so that no member is a keyword itself.
NAMED_MEMBERS = frozenset(
    (
        *("$defs", "callbacks", "content", "dependentRequired", "dependentSchemas", "encoding", "examples"),
        *("headers", "links", "mapping", "parameters", "paths", "patternProperties", "properties"),
        *("requestBodies", "responses", "schemas", "securitySchemes", "variables", "webhooks"),
    )
)
# Keywords whose members are plain data.
DATA = frozenset(("const", "default", "enum", "example", "examples", "value"))


def canonical(value: Any) -> str:
    """Return the JSON text that equal values share: order of keys does not count, 1 and true differ."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def strip_annotations(value: Any) -> Any:
    """Return a copy of a schema or another object without its annotations and extensions."""
    return _bare(value, names=False)


def _bare(value: Any, *, names: bool) -> Any:
    if isinstance(value, list):
        return [_bare(item, names=False) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: member if not names and key in DATA else _bare(member, names=not names and key in NAMED_MEMBERS)
        for key, member in value.items()
        if names or not is_annotation(key)
    }


def is_annotation(key: str) -> bool:
    """Tell whether a keyword is only for readers and tools."""
    return key in ANNOTATIONS or key.startswith("x-")
