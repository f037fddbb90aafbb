"""The documented requests and answers of DCA bots, as the document has them."""

from pathlib import Path
from typing import Any

from threecommas_rest.json_text import dumps, loads

# With all digits of its numbers: floats are refused where a bot is made.
_DOCUMENT = loads(
    (Path(__file__).parents[3] / "generated" / "threecommas_openapi" / "openapi.json").read_bytes()
)


def example(name: str) -> Any:
    """Return a new copy of the value of an example."""
    return loads(dumps(_DOCUMENT["components"]["examples"][name]["value"]).encode())
