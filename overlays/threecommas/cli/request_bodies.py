"""Bodies of requests out of files: read, made to models, and refused for a field that nobody documents."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

import attrs
import typer

from threecommas.errors import EncodeError


class Body(Protocol):
    """A model of a request body."""

    @classmethod
    def from_json(cls, content: bytes) -> Any:
        """Read it from JSON."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON."""


B = TypeVar("B", bound=Body)


def content_of(file: Path, what: str, *, asks: bool) -> bytes:
    """Return what a file holds, or standard input for ``-``, where nobody can answer a question."""
    if str(file) == "-":
        if asks:
            raise typer.BadParameter(f"{what} from standard input needs --yes", param_hint="--file")
        return sys.stdin.buffer.read()
    # Not checked by typer: from 0.29 on it takes the dash of standard input for a file that must exist.
    try:
        return file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}", param_hint="--file") from None


def body_of(model: type[B], content: bytes) -> B:
    """Return the body that a JSON text describes, amounts exact; raise `EncodeError` naming the wrong field.

    A field that is not documented is refused: 3Commas would ignore it, and with it a misspelt stop loss.
    """
    body: B = model.from_json(content)
    for path in _undocumented(body):
        raise EncodeError("is not a documented field of this request", path=path)
    return body


def _undocumented(value: Any, path: str = "") -> list[str]:
    """Return the paths of all fields that the document does not know."""
    if isinstance(value, list):
        return [found for i, item in enumerate(value) for found in _undocumented(item, f"{path}[{i}]")]
    if not attrs.has(type(value)):
        return []
    dot = f"{path}." if path else ""
    extra: Mapping[str, object] = getattr(value, "additional_properties", {})
    found = [f"{dot}{name}" for name in extra]
    for name in (field.name for field in attrs.fields(type(value)) if field.name != "additional_properties"):
        found += _undocumented(getattr(value, name), f"{dot}{name}")
    return found
