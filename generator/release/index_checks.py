"""The opinion of the tools by which others judge distributions: twine, and check-wheel-contents."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.document.findings import Finding

_ADVICE = "Correct pyproject.toml or the README; [tool.check-wheel-contents] says what is meant so."


def index_faults(root: Path, folder: Path) -> Iterator[Finding]:
    """Yield what either tool objects to in the distributions of a folder."""
    (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    config = ["--config", str(root / "pyproject.toml")]
    commands = {
        "twine": ["check", "--strict", str(wheel), str(source)],
        "check_wheel_contents": [*config, str(wheel)],
    }
    # Both start slowly, so they do it together.
    running = {
        tool: subprocess.Popen(  # noqa: S603 - the tools are of this environment, the files were just built
            [sys.executable, "-m", tool, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for tool, arguments in commands.items()
    }
    for tool, process in running.items():
        said = process.communicate()[0].strip()
        if process.returncode:
            yield Finding(wheel.name, "", tool.replace("_", "-"), said, _ADVICE)
