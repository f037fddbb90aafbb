"""`python -m generator check`."""

from collections.abc import Sequence

from generator.check import check
from generator.commands.arguments import Folders, report_failure, report_success, run_on_folders
from generator.commands.collection import paused_collection
from generator.publish.repository_pages import pages_of


def main(argv: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    with paused_collection():
        return run_on_folders("check", argv, _check)


def _check(folders: Folders) -> int:
    """Compare the output with what a build would make; write nothing."""
    generated = folders.generated
    if differences := check(folders.spec, generated, package=folders.package, pages=pages_of):
        return report_failure(
            differences, f"{generated.name}/ is not what a build makes; run `make generate`"
        )
    return report_success(f"{generated.name}/ is what a build makes")
