"""Ruff over generated code, with settings of its own: whatever pyproject lies around has no say."""

import subprocess
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]

from generator.document.findings import Finding, InvalidSpecError

_COMMON = ("--isolated", "--no-cache", "--quiet", "--line-length", "110", "--target-version", "py311")
# Sorted imports and __all__, nothing imported in vain, no silenced rule that would not have spoken.
_FIXES = ("--fix-only", "--select", "F401,I,RUF022")
_ADVICE = "A template wrote something that is no Python: correct it."
_SILENCED = ("--fix-only", "--select", "A,E,PLR0912,PLR0915,RUF100")


def format_code(folder: Path) -> None:
    """Format the Python files below the folder; raise InvalidSpecError if one is no Python."""
    for command in (("check", *_FIXES), ("format",), ("check", *_SILENCED)):
        arguments = [find_ruff_bin(), command[0], *_COMMON, *command[1:], str(folder)]
        # The command is ours and the folder a scratch one; nothing of the document is in it.
        done = subprocess.run(arguments, check=False, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            # Whoever was ended from outside says nothing.
            told = done.stderr.strip() or done.stdout.strip() or f"ruff ended with {done.returncode}"
            raise InvalidSpecError([Finding(folder.name, "", "ruff", told, _ADVICE)])
