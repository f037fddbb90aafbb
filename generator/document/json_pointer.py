"""JSON pointers (RFC 6901): written, read, followed."""

from collections.abc import Iterable
from typing import Any


def pointer(parts: Iterable[str | int]) -> str:
    """Return the pointer that leads through *parts*."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def parts(text: str) -> list[str]:
    """Return the steps of a pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:]]


def follow(document: Any, text: str) -> Any:
    """Return what the pointer leads to; raise LookupError if it leads nowhere."""
    for step in parts(text):
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document
