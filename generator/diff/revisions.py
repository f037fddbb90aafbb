"""A document as bytes, from a file or from a file of a git revision."""

import shutil
import subprocess
from pathlib import Path

from generator.document.findings import Finding, InvalidSpecError


def read_source(name: str) -> bytes:
    """Return the bytes of a file, or of `REVISION:PATH` in the git repository around the working directory.

    A file of that very name goes first. `PATH` counts from the top of the repository, `./PATH` from here.
    Raises InvalidSpecError if there is neither.
    """
    if Path(name).exists() or ":" not in name:
        return _file(name)
    return _revision(name)


def _file(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        advice = "Give a JSON or YAML file, or REVISION:PATH for one that git keeps."
        raise _refused(name, error.strerror or str(error), advice) from None


def _revision(name: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise _refused(name, "git is not installed", "Install git or give the path of a file.")
    if name.startswith("-"):
        raise _refused(name, "a revision does not start with a dash", "Give REVISION:PATH.")
    # Without a shell and never an option, the name cannot mean more than one object of the repository.
    answer = subprocess.run([git, "show", name], capture_output=True, check=False)  # noqa: S603
    if answer.returncode:
        reason = answer.stderr.decode("utf-8", "replace").strip().splitlines() or ["git show failed"]
        raise _refused(
            name, reason[0].removeprefix("fatal: "), "Check the revision and the path with `git show`."
        )
    return answer.stdout


def _refused(name: str, reason: str, advice: str) -> InvalidSpecError:
    return InvalidSpecError([Finding(file=name, pointer="", rule="diff", reason=reason, advice=advice)])
