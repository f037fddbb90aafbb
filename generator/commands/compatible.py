"""`python -m generator compatible`: a breaking change since the last release needs a version that says so."""

import argparse
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

from generator.commands import diff
from generator.release.repository import Repository

_ROOT = Path(__file__).parents[2]
DOCUMENT = "generated/threecommas_openapi/openapi.json"


def main(argv: Sequence[str]) -> int:
    """Run the command; return the exit code of `diff`."""
    parser = argparse.ArgumentParser(
        prog="python -m generator compatible",
        description="Compare the document with that of the last tag; a break needs a version that says so.",
    )
    parser.add_argument("--root", type=Path, default=_ROOT, help="folder of the checkout")
    return compare_with_last_release(parser.parse_args(argv).root)


def compare_with_last_release(root: Path) -> int:
    """Print what changed since the last tag that git can see; return 0 if the version admits it."""
    repository = Repository(root)
    tag = repository.last_release()
    if tag is None:
        hint = "; this clone lacks its history, fetch it with the tags" if repository.lacks_history() else ""
        print(f"no release to compare with: there is no tag yet{hint}")
        return 0
    print(f"changes of the document since {tag}:")
    # A revision is looked up in the repository around the working directory.
    with chdir(root):
        return diff.main([f"{tag}:{DOCUMENT}", DOCUMENT, "--check-version"])
