"""The checkout as git sees it: its last release, and what has not been committed."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from generator.document.findings import Finding, InvalidSpecError

# A release has the tag v0.1.0; other tags are none.
_RELEASES = "v[0-9]*"


@dataclass(frozen=True, slots=True)
class Repository:
    """A folder that git may or may not keep."""

    root: Path

    def last_release(self) -> str | None:
        """Return the tag of the last release before the present state, None if there is none to be seen."""
        return self._answer("describe", "--tags", "--abbrev=0", "--match", _RELEASES)

    def lacks_history(self) -> bool:
        """Return whether this is a clone without its history, where tags may be missing."""
        return self._answer("rev-parse", "--is-shallow-repository") == "true"

    def has_tag(self, name: str) -> bool:
        """Return whether the tag exists."""
        return self._answer("rev-parse", "--verify", "--quiet", f"refs/tags/{name}") is not None

    def committed_at(self) -> int:
        """Return when the last commit was made, in seconds since 1970; 0 if there is none."""
        return int(self._answer("log", "-1", "--format=%ct") or 0)

    def uncommitted(self) -> list[str]:
        """Return the paths that differ from the last commit.

        Raises InvalidSpecError if there is no repository.
        """
        answer = self._answer("status", "--porcelain")
        if answer is None:
            advice = "Release from a clone of the repository, with git installed."
            raise InvalidSpecError([Finding(self.root.name, "", "release", "is no git repository", advice)])
        return [line.strip().split(maxsplit=1)[1] for line in answer.splitlines()]

    def _answer(self, *arguments: str) -> str | None:
        git = shutil.which("git")
        if git is None:
            return None
        command = [git, "-C", str(self.root), *arguments]
        # The arguments are ours but for a version, which has been read as numbers.
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        return done.stdout.strip() if done.returncode == 0 else None
