"""Bodies and secrets of requests as they are given: in a file, on standard input or on the command line."""

import sys
from collections.abc import Iterable
from pathlib import Path

import typer

_NOT_HERE = "other users could read the command line, so give it by a file or -"


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
