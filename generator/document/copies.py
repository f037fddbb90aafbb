"""Copies of what YAML and JSON can say: every object and list anew, each scalar as it is."""

from typing import TypeVar, cast

T = TypeVar("T")


def copied(value: T) -> T:
    """Return a copy in which nothing is shared, not even what stands in two places of *value*."""
    if isinstance(value, dict):
        return cast("T", {key: copied(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return cast("T", [copied(inner) for inner in value])
    return value
