"""The package that carries the bundled document, and that of the streams, as data.

So nobody opens a file of somebody else.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.client.docstrings import docstring
from generator.client.templates import HEADER, template
from generator.document.json_io import write_json
from generator.document.secret_names import secret_names

DOCUMENT_PACKAGE = "threecommas_openapi"


def write_document_package(
    document: Mapping[str, Any], streams: Mapping[str, Any] | None, folder: Path
) -> None:
    """Write the package into the new folder *folder*: the documents, what loads them, what masks secrets."""
    folder.mkdir(parents=True)
    for name, value in (("openapi", document), ("asyncapi", streams)):
        if value:
            (folder / f"{name}.json").write_text(write_json(value), "utf-8", newline="\n")
    (folder / "py.typed").write_text(HEADER, "utf-8", newline="\n")
    info = document["info"]
    text = template("document_init.py.jinja").render(
        docstring=docstring(
            f"The OpenAPI document of the {info['title']} as data, version {info['version']}.",
            "Written by a generator; `openapi.json` is the document, `load` parses it.",
            indent=0,
        ),
        has_streams=bool(streams),
    )
    masking = template("masking.py.jinja").render(secret_names=secret_names(document))
    (folder / "masking.py").write_text(HEADER + masking, "utf-8", newline="\n")
    (folder / "__init__.py").write_text(HEADER + text, "utf-8", newline="\n")
