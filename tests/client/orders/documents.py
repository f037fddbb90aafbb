"""The documented requests, and the document that the exchanges of these tests share."""

import functools
from pathlib import Path
from typing import Any

from threecommas_mock import Document
from threecommas_rest.json_text import loads

# With all digits of its numbers: floats are refused where an order is made.
DOCUMENT = loads(
    (Path(__file__).parents[3] / "generated" / "threecommas_openapi" / "openapi.json").read_bytes()
)


def documented() -> dict[str, Any]:
    """The documented requests by name."""
    body = DOCUMENT["paths"]["/v2/smart_trades"]["post"]["requestBody"]["content"]["application/json"]
    examples = DOCUMENT["components"]["examples"]
    return {
        name: examples[example["$ref"].rpartition("/")[2]]["value"] if "$ref" in example else example["value"]
        for name, example in body["examples"].items()
    }


@functools.cache
def mock_document() -> Document:
    """The document for an exchange; it takes long to load."""
    return Document.load()
