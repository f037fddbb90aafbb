"""`python -m generator build`."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from generator.build import Memory, build
from generator.commands.arguments import Folders, report_success, run_on_folders
from generator.publish.repository_pages import pages_of


def main(argv: Sequence[str], *, memory: Memory | None = None) -> int:
    """Run the command; return its exit code. *memory* is that of the builds before, if there were some."""

    def build_anew(folders: Folders) -> int:
        """Make the output anew; if anything is wrong, leave it as it is."""
        return _build(folders, memory)

    return run_on_folders("build", argv, build_anew)


def _build(folders: Folders, memory: Memory | None) -> int:
    with _paused_collection():
        package = folders.package
        written = build(folders.spec, folders.generated, package=package, pages=pages_of, memory=memory)
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
