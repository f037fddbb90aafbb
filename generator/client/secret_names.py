"""The names under which secrets are sent and answered: those whose format is password.

The client shows their values in no repr, and strikes them out wherever it shows a message.
"""

from collections.abc import Mapping
from typing import Any

from generator.document.openapi_objects import walk

SECRET = "password"  # noqa: S105  # the word of OpenAPI for text that is not shown


def is_secret(schema: Any) -> bool:
    """Tell whether a value of the schema is a secret."""
    return isinstance(schema, dict) and schema.get("format") == SECRET


def secret_names(document: Mapping[str, Any]) -> list[str]:
    """Return the names of all members and parameters that hold a secret, sorted."""
    names = set()
    for node in walk(document, "document"):
        if node.kind == "parameter" and is_secret(node.value.get("schema")):
            names.add(str(node.value["name"]))
        elif node.parts[-2:-1] == ("properties",) and is_secret(node.value):
            names.add(str(node.parts[-1]))
    return sorted(names)
