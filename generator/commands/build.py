"""`python -m generator build`."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.build import build
from generator.client.name_changes import client_changes
from generator.commands.arguments import Folders, run_with_folders, well
from generator.document.files import Read
from generator.document.yaml_io import read_yaml
from generator.publish.repository_pages import pages_of


def main(argv: Sequence[str], *, read: Read = read_yaml) -> int:
    """Run the command; return its exit code. *read* turns the text of a file into a value."""

    def build_anew(folders: Folders) -> int:
        """Make the output anew and say what changed in it; if anything is wrong, leave it as it is."""
        return _build(folders, read)

    return run_with_folders("build", argv, build_anew)


def _build(folders: Folders, read: Read) -> int:
    client = folders.generated / folders.package
    before = _sources(client)
    with _paused_collection():
        written = build(folders.spec, folders.generated, package=folders.package, pages=pages_of, read=read)
    return well(f"wrote {folders.generated.name}/: {written}\n{client_changes(before, _sources(client))}")


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


def _sources(folder: Path) -> dict[str, str]:
    """Return the text of each module below the folder; one that was spoilt by hand is no reason to stop."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", errors="replace")
        for path in sorted(folder.rglob("*.py"))
    }
