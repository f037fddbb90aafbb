"""Text for terminals, pipes and files: it commands no terminal, and plain ASCII is the same everywhere."""

import json
import re

from rich.text import Text

_NOT_ASCII = re.compile(r"[^ -~]")


def ascii_json(text: str) -> str:
    """Return the same JSON in plain ASCII, which says the same in any terminal, pipe and encoding."""
    return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text)


def printable(text: str) -> Text:
    """Return text for a terminal. It may be a stranger's, so it commands neither rich nor the terminal."""
    return Text("".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text))
