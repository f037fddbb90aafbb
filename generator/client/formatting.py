"""Ruff over generated code, with settings of its own: whatever pyproject lies around has no say."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]

from generator.document.findings import Finding, InvalidSpecError
from generator.folders import write_files

_COMMON = ("--isolated", "--no-cache", "--quiet", "--line-length", "110", "--target-version", "py311")
# Sorted imports and __all__, nothing imported in vain, no silenced rule that would not have spoken.
_FIXES = ("--fix-only", "--select", "F401,I,RUF022")
_ADVICE = "A template wrote something that is no Python: correct it."
_SILENCED = ("--fix-only", "--select", "A,E,PLR0912,PLR0915,RUF100")


class FormattedCode:
    """Files with their code formatted: ruff is asked about those alone whose text is not that of before."""

    def __init__(self) -> None:
        # Name of a file -> its text, and the bytes that ruff made of it.
        self._kept: dict[str, tuple[str, bytes]] = {}

    def write(self, files: Iterable[tuple[str, str]], folder: Path) -> None:
        """Write names and texts below the new folder; raise InvalidSpecError for what is no Python."""
        texts = dict(files)
        kept = {name: self._kept[name] for name, text in texts.items() if self._is_kept(name, text)}
        fresh = {name: text for name, text in texts.items() if name not in kept}
        write_files(folder, {name: text.encode() for name, text in fresh.items()})
        if fresh:
            format_code(folder)
        made = {name: (text, (folder / name).read_bytes()) for name, text in fresh.items()}
        write_files(folder, {name: formatted for name, (_, formatted) in kept.items()})
        self._kept = kept | made

    def _is_kept(self, name: str, text: str) -> bool:
        return name in self._kept and self._kept[name][0] == text


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
