"""The path parameter that is the id in an operation's answer, as far as the document shows it.

An object has a home: the URL at which GET answers it by its id, such as /things/{id}. An operation at that
URL or below it that answers the same object answers the one whose id stands in its own URL.
"""

from collections.abc import Mapping
from typing import Any

from generator.document.operations import DocumentedOperation, operations, resolved


def identifying_parameter(operation: DocumentedOperation, document: Mapping[str, Any]) -> str | None:
    """Return the name of the path parameter that the answer's ``id`` repeats, None if there is none."""
    answered = _answered(operation, document)
    if answered is None:
        return None
    steps = operation.url.split("/")
    for home in operations(document):
        place = home.url.split("/")
        is_home = home.method == "get" and _is_parameter(place[-1]) and _answered(home, document) == answered
        if is_home and _unnamed(steps[: len(place)]) == _unnamed(place):
            return steps[len(place) - 1].strip("{}")
    return None


def _answered(operation: DocumentedOperation, document: Mapping[str, Any]) -> str | None:
    """Return the reference to the object with an id that a success of the operation is."""
    for status, response in operation.value["responses"].items():
        content = resolved(document, response).get("content", {}) if status.startswith("2") else {}
        reference = content.get("application/json", {}).get("schema", {}).get("$ref")
        if reference and _has_number(resolved(document, {"$ref": reference}), document):
            return str(reference)
    return None


def _has_number(schema: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    identity = resolved(document, schema.get("properties", {}).get("id", {}))
    return bool(identity.get("type") == "integer")


def _is_parameter(step: str) -> bool:
    return step.startswith("{") and step.endswith("}")


def _unnamed(steps: list[str]) -> list[str]:
    return ["{}" if _is_parameter(step) else step for step in steps]
