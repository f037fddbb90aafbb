"""`python -m generator build`."""

from collections.abc import Sequence
from pathlib import Path

from generator.build import build
from generator.commands.common import run_with_folders, well


def main(argv: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    return run_with_folders("build", argv, _build)


def _build(spec: Path, generated: Path) -> int:
    """Make the output anew; if anything is wrong, leave it as it is."""
    return well(f"wrote {generated.name}/: {build(spec, generated)}")
