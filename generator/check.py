"""Is generated/ what a build would make? Every difference is named; nothing is ever written to it."""

from collections.abc import Iterator
from pathlib import Path

from generator.build import Pages, generate, no_pages
from generator.client import PACKAGE
from generator.folders import contents, in_memory, scratch_folder


def check(spec: Path, output: Path, *, package: str = PACKAGE, pages: Pages = no_pages) -> list[str]:
    """Return a line for each file in which *output* differs from what *spec* makes."""
    with scratch_folder(in_memory()) as scratch:
        generate(spec, scratch, package=package, pages=pages)
        return list(_differences(output, contents(output), contents(scratch)))


def _differences(folder: Path, present: dict[str, bytes], made: dict[str, bytes]) -> Iterator[str]:
    for name in sorted(present.keys() | made.keys()):
        if name not in present:
            yield f"{folder.name}/{name}: is missing"
        elif name not in made:
            yield f"{folder.name}/{name}: does not belong here, no build makes it"
        elif present[name] != made[name]:
            yield f"{folder.name}/{name}: was edited by hand, or is older than spec/ or generator/"
