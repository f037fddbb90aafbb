"""What the commands about spec/ and generated/ share: their options, and how they report."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from generator.findings import Refused

_ROOT = Path(__file__).parents[2]


def run_with_folders(name: str, argv: Sequence[str], command: Callable[[Path, Path], int]) -> int:
    """Run a command on the folders of document and output that *argv* or the checkout names."""
    parser = argparse.ArgumentParser(prog=f"python -m generator {name}", description=command.__doc__)
    parser.add_argument("--spec", type=Path, default=_ROOT / "spec", help="folder of the document's files")
    parser.add_argument("--generated", type=Path, default=_ROOT / "generated", help="folder of the output")
    options = parser.parse_args(argv)
    try:
        return command(options.spec, options.generated)
    except Refused as refused:
        return ill(refused.findings, f"{options.spec.name}/ cannot be used")


def well(what: str) -> int:
    """Say that all is well; return the exit code."""
    print(what)
    return 0


def ill(lines: Iterable[object], what: str) -> int:
    """Say what is wrong, and what that means; return the exit code."""
    for line in lines:
        print(line, file=sys.stderr)
    print(f"{what}.", file=sys.stderr)
    return 1
