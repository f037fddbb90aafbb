"""Options and reports that the commands about spec/ and generated/ share."""

import argparse
import keyword
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.client import PACKAGE
from generator.document.findings import InvalidSpecError

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Folders:
    """What a command works on: the folders of document and output, and the package's name in the latter."""

    spec: Path
    generated: Path
    package: str = PACKAGE


def run_on_folders(name: str, argv: Sequence[str], command: Callable[[Folders], int]) -> int:
    """Run a command on what *argv* or the checkout names."""
    parser = argparse.ArgumentParser(prog=f"python -m generator {name}", description=command.__doc__)
    parser.add_argument("--spec", type=Path, default=ROOT / "spec", help="folder of the document's files")
    parser.add_argument("--generated", type=Path, default=ROOT / "generated", help="folder of the output")
    parser.add_argument("--package", type=_package, default=PACKAGE, help="name of the client's package")
    options = parser.parse_args(argv)
    try:
        return command(Folders(options.spec, options.generated, options.package))
    except InvalidSpecError as refused:
        return report_failure(refused.findings, f"{options.spec.name}/ cannot be used")


def _package(name: str) -> str:
    if not name.isidentifier() or keyword.iskeyword(name) or not name.isascii():
        raise argparse.ArgumentTypeError(f"{name!r} cannot be the name of a package: use letters, digits, _")
    return name


def report_success(what: str) -> int:
    """Say that all is well; return the exit code."""
    print(what)
    return 0


def report_failure(lines: Iterable[object], what: str) -> int:
    """Say what is wrong, and what that means; return the exit code."""
    for line in lines:
        print(line, file=sys.stderr)
    print(f"{what}.", file=sys.stderr)
    return 1
