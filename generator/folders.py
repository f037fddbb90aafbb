"""Folders that come and go, and one that is brought to what another has by as few files as that takes.

To remove and write hundreds of files can take longer than a build. What is as it was stays, together with
what Python has compiled of it.
"""

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - the names in it are drawn at random
_COMPILED = "__pycache__"


@contextmanager
def scratch_folder(within: Path | None = None) -> Iterator[Path]:
    """Return a folder that is gone afterwards, in the usual place or *within* another one."""
    folder = Path(tempfile.mkdtemp(prefix=".generated-", dir=within))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def in_memory() -> Path | None:
    """Return the folder whose files are in memory alone, None where there is no such folder."""
    return _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder but what Python leaves beside a module it has run."""
    return {name: path.read_bytes() for name, path in _files(folder).items() if _COMPILED not in path.parts}


def renew(folder: Path, made: Mapping[str, bytes]) -> None:
    """Let the folder have these files and no others.

    All that is new is written beside it before anything in it is touched.
    """
    present = _files(folder)
    same = {name for name, data in made.items() if name in present and present[name].read_bytes() == data}
    folder.mkdir(parents=True, exist_ok=True)
    with scratch_folder(folder.parent) as aside:
        write_files(aside, {name: data for name, data in made.items() if name not in same})
        _remove(folder, (name for name in present if name not in made and not _is_compiled(name, same)))
        for name, path in _files(aside).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            path.replace(folder / name)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files below the folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def _is_compiled(name: str, same: Collection[str]) -> bool:
    """Tell whether Python has made a file of a module that stays as it is."""
    path = PurePosixPath(name)
    source = path.parent.parent / f"{path.name.partition('.')[0]}.py"
    return path.parent.name == _COMPILED and source.as_posix() in same


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        (folder / name).unlink()
        for parent in PurePosixPath(name).parents[:-1]:
            # One that still holds something stays.
            with suppress(OSError):
                (folder / parent).rmdir()
