"""JSON as this project writes it: two spaces of indent, numbers with the digits they were read with."""

import json
from typing import Any

from generator.document.yaml_io import ExactFloat

# Made once: json.dumps would make an encoder for each of the tens of thousands of values.
_scalar = json.JSONEncoder(ensure_ascii=False).encode
_text = json.encoder.encode_basestring


def write_json(document: Any) -> str:
    """Return the document as JSON text that ends with a newline."""
    return _written(document, "\n") + "\n"


def _written(value: Any, newline: str) -> str:
    inner = newline + "  "
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict) and value:
        members = [f"{_text(key)}: {_written(v, inner)}" for key, v in value.items()]
        return f"{{{inner}{f',{inner}'.join(members)}{newline}}}"
    if isinstance(value, list) and value:
        items = [_written(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{newline}]"
    return value.text if isinstance(value, ExactFloat) else _scalar(value)
