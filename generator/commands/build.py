"""`python -m generator build`.

The document is read while the modules that make a client are loaded: each takes a fifth of the time.
"""

import importlib
import typing
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial

from generator.commands.arguments import Folders, report_success, run_on_folders
from generator.commands.collection import paused_collection
from generator.document.files import read_documents
from generator.document.yaml_io import read_yaml
from generator.side_process import in_side_process

if typing.TYPE_CHECKING:
    from generator.build import Memory


def main(argv: Sequence[str], *, memory: "Memory | None" = None) -> int:
    """Run the command; return its exit code. *memory* is that of the builds before, if there were some."""

    def build_anew(folders: Folders) -> int:
        """Make the output anew; if no client can be made, leave it as it is. Only `lint` asks every rule."""
        with paused_collection():
            return _build(folders, memory)

    return run_on_folders("build", argv, build_anew)


def _build(folders: Folders, memory: "Memory | None") -> int:
    read = partial(read_documents, folders.spec, memory.read if memory else read_yaml)
    # What is remembered is in this process alone.
    with nullcontext(read) if memory else in_side_process(read) as files:
        line = importlib.import_module("generator.build")
        pages = importlib.import_module("generator.publish.repository_pages").pages_of
    code = memory.code if memory else None
    package = folders.package
    written = line.build_from_files(files(), folders.generated, package=package, pages=pages, code=code)
    return report_success(f"wrote {folders.generated.name}/: {written}")
