"""JSON compared to the digit: 1, 1.0, 1e0, "1" and true are five values."""

from typing import Any


def exact(value: Any) -> Any:
    """Return a value that is equal to another one's exactly if the two are the same JSON."""
    if isinstance(value, dict):
        return {name: exact(item) for name, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    return type(value).__name__, repr(value)
