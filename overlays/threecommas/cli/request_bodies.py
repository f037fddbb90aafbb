"""Bodies of requests as JSON: read, made to models, and refused for a field that nobody documents."""

import sys
from collections.abc import Iterable, Mapping
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


_NOT_HERE = "other users could read the command line, so give it by a file or -"

B = TypeVar("B", bound=Body)


def content_of(given: str, what: str, *, asks: bool, secrets: Iterable[str] = ()) -> bytes:
    """Return the JSON that ``--body`` names: a file, ``-`` for standard input, or the JSON itself.

    Standard input is refused where somebody has to answer a question, and the command line for what has
    secrets, as other users of the machine could read it.
    """
    if given == "-":
        if asks:
            raise typer.BadParameter(f"{what} from standard input needs --yes", param_hint="--body")
        return sys.stdin.buffer.read()
    if given.lstrip().startswith(("{", "[")):
        if found := [name for name in secrets if f'"{name}"' in given]:
            raise typer.BadParameter(f"{found[0]} is a secret: {_NOT_HERE}", param_hint="--body")
        return given.encode("utf-8", "surrogateescape")
    try:
        return Path(given).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise typer.BadParameter(f"{given} cannot be read: {reason}", param_hint="--body") from None


def secret_of(given: str, flag: str) -> str:
    """Return the secret in a file, or that of standard input for ``-``, without the end of its line."""
    if given == "-":
        if sys.stdin is not None and sys.stdin.isatty():
            return str(typer.prompt(flag.removeprefix("--"), hide_input=True, err=True))
        return sys.stdin.readline().rstrip("\r\n")
    try:
        return Path(given).read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError):
        # The text may be the secret itself, so it is not repeated.
        raise typer.BadParameter(f"a secret is no file of that name; {_NOT_HERE}", param_hint=flag) from None


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
