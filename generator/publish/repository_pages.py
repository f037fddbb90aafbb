"""The pages that a build adds to document and client: tables and the reference."""

from collections.abc import Mapping
from typing import Any

from generator.publish.generated_pages import generated_files


def pages_of(document: Mapping[str, Any]) -> Mapping[str, bytes]:
    """Return the pages by name; none for a document that does not say which documentation it reflects.

    The tables hold the document against that documentation, so without one there is nothing to say.
    """
    return generated_files(document) if "x-documentation" in document.get("info", {}) else {}
