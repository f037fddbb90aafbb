"""`python -m generator build`."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from generator.build import build
from generator.commands.arguments import Folders, report_success, run_on_folders
from generator.document.files import Read
from generator.document.yaml_io import read_yaml
from generator.publish.repository_pages import pages_of


def main(argv: Sequence[str], *, read: Read = read_yaml) -> int:
    """Run the command; return its exit code. *read* turns the text of a file into a value."""

    def build_anew(folders: Folders) -> int:
        """Make the output anew; if anything is wrong, leave it as it is."""
        return _build(folders, read)

    return run_on_folders("build", argv, build_anew)


def _build(folders: Folders, read: Read) -> int:
    with _paused_collection():
        written = build(folders.spec, folders.generated, package=folders.package, pages=pages_of, read=read)
    return report_success(f"wrote {folders.generated.name}/: {written}")


@contextmanager
def _paused_collection() -> Iterator[None]:
    """Let no cycles be looked for: a build makes few, and the search is a seventh of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
