"""`python -m generator build`."""

from collections.abc import Sequence

from generator.build import Memory, build
from generator.commands.arguments import Folders, report_success, run_on_folders
from generator.commands.collection import paused_collection
from generator.publish.repository_pages import pages_of


def main(argv: Sequence[str], *, memory: Memory | None = None) -> int:
    """Run the command; return its exit code. *memory* is that of the builds before, if there were some."""

    def build_anew(folders: Folders) -> int:
        """Make the output anew; if anything is wrong, leave it as it is."""
        return _build(folders, memory)

    return run_on_folders("build", argv, build_anew)


def _build(folders: Folders, memory: Memory | None) -> int:
    with paused_collection():
        package = folders.package
        written = build(folders.spec, folders.generated, package=package, pages=pages_of, memory=memory)
    return report_success(f"wrote {folders.generated.name}/: {written}")
