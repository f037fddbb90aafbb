"""The files of spec/ as a patch would leave them."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from generator.client.attribute_names import chosen_names
from generator.document.files import SpecFiles, read_spec
from generator.observe.document import Document
from generator.observe.proposal.new_schemas import NewSchemas
from generator.observe.proposal.yaml_edits import NotEditable

SEEN = "Seen in recorded traffic, described on no page."


@dataclass(slots=True)
class Draft:
    """The files of spec/ as the patch would leave them; `old` holds those that were changed as they were.

    `schemas` makes what is new, `keys` are the members added to objects there were, by pointer.
    `operations`, `methods` and `tags` are the names that operations have, in the document and in the client,
    `urls` their paths by the same without the names of parameters, `calls` their methods and paths.
    """

    folder: Path
    spec_files: SpecFiles
    schemas: NewSchemas
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)
    operations: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    urls: dict[str, str] = field(default_factory=dict)
    calls: set[tuple[str, str]] = field(default_factory=set)

    def edit(self, file: str, change: Callable[..., str], *arguments: object) -> None:
        """Change the text of a file; raises NotEditable and then leaves it as it was."""
        text = self.new.get(file)
        if text is None:
            text = (self.folder.parent / file).read_text("utf-8")
        if not text.endswith("\n"):
            raise NotEditable("does not end with a line end")
        changed = change(text, *arguments)
        if file not in self.new:
            self.old[file] = text
        self.new[file] = changed

    def has(self, file: str) -> bool:
        """Tell whether there is such a file, or will be."""
        return file in self.new or file.partition("/")[2] in self.spec_files.files

    def add(self, file: str, text: str) -> None:
        """Add a file, unless there is one already."""
        if not self.has(file):
            self.new[file] = text

    def add_schemas(self, folder: str) -> None:
        """Add the components that came about since the last time."""
        for name, text in self.schemas.files.items():
            self.add(f"{folder}/{name}.yaml", text)
        self.schemas.files.clear()

    def patch(self) -> Iterator[str]:
        """Yield the lines of the patch."""
        for file, text in sorted(self.new.items()):
            before = self.old.get(file, "").splitlines(keepends=True)
            name = f"a/{file}" if file in self.old else "/dev/null"
            yield from difflib.unified_diff(before, text.splitlines(keepends=True), name, f"b/{file}")


def new_draft(folder: Path, document: Document) -> Draft:
    """Return the files as they are; raise InvalidSpecError if they cannot be read."""
    spec_files = read_spec(folder)
    taken = {PurePosixPath(file).stem.lower() for file in spec_files.files if not file.startswith("paths/")}
    return Draft(
        folder,
        spec_files,
        NewSchemas(taken, chosen_names(document.content)),
        operations={each.id for each in document.operations},
        methods={_method(document.at(each.pointer)) for each in document.operations},
        urls={re.sub(r"\{\w+\}", "{}", url): url for url in document.content["paths"]},
        calls={(each.method.lower(), each.path) for each in document.operations},
        tags={tag["name"] for tag in document.content.get("tags", [])},
    )


def _method(operation: Mapping[str, Any]) -> str:
    sdk = operation.get("x-sdk", {})
    return ".".join(filter(None, [sdk.get("resource"), sdk.get("method")]))
