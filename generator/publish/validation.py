"""Whether the published documents are valid ones of their OpenAPI versions."""

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from generator.document.findings import Finding
from generator.document.json_pointer import pointer

_VALIDATORS = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator}
_ADVICE = "Correct spec/, or the conversion in generator/publish/."


def faults(files: Mapping[str, bytes]) -> list[Finding]:
    """Return each place where one of the documents breaks the rules of its version."""
    documents = [name for name in files if PurePosixPath(name).match("openapi*.json")]
    return [finding for name in documents for finding in _faults(name, json.loads(files[name]))]


def _faults(name: str, document: dict[str, Any]) -> Iterator[Finding]:
    for error in _VALIDATORS[document["openapi"][:3]](document).iter_errors():
        yield Finding(name, pointer(error.absolute_path), "openapi-spec-validator", error.message, _ADVICE)
