"""The status of a SmartTrade in a list, read by itself."""

from collections.abc import Mapping
from typing import Any


def status_of(element: Mapping[str, Any]) -> str | None:
    """Return the type of the status of an element, None if it cannot be read."""
    status = element.get("status")
    kind = status.get("type") if isinstance(status, dict) else None
    return kind if isinstance(kind, str) else None
