"""Whether a JSON value is what the document allows, asked of a validator that the client knows nothing of."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry

DOCUMENT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "generated/openapi.json").read_text("utf-8")
)
_URI = "test:document"


@cache
def _registry() -> Registry:
    return Registry([(_URI, DOCUMENT)])


@cache
def validator(pointer: str) -> Draft202012Validator:
    """Return the validator of the schema at a JSON pointer into the document."""
    return Draft202012Validator({"$ref": f"{_URI}#{pointer}"}, registry=_registry(), validate_formats=True)


def complaints(pointer: str, text: str) -> list[str]:
    """Return what is wrong with a JSON text."""
    return [
        f"{'/'.join(map(str, error.instance_path))}: {error.message}"
        for error in validator(pointer).iter_errors(json.loads(text))
    ]
