"""Files under observation: which of them changed since the last look, told once no more changes follow.

It looks at times and sizes; time itself is passed in. What is done about a change is up to the caller.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

# File -> when it was written last (ns) and its size (bytes).
Look = Mapping[Path, tuple[int, int]]


def changed_files(
    folders: Sequence[Path], pause: Callable[[], None], *, settle: Callable[[], None] | None = None
) -> Iterator[frozenset[Path]]:
    """Yield nothing at once, then each set of files that came, went or changed, without end.

    What changes while the caller deals with one set is part of the next. *pause* waits between two looks, and
    *settle* between those that follow a change, *pause* if None; what they raise ends the watch.
    """
    known = look(folders)
    yield frozenset()
    while True:
        pause()
        seen = look(folders)
        if seen == known:
            continue
        seen = _settled(folders, seen, settle or pause)
        yield frozenset(path for path in known.keys() | seen.keys() if known.get(path) != seen.get(path))
        known = seen


def look(folders: Sequence[Path]) -> Look:
    """Return the files below the folders, without those that editors and Python put beside them."""
    found: dict[Path, tuple[int, int]] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if not _is_by_product(path.relative_to(folder)) and path.is_file():
                found.update(_stamp(path))
    return found


def _settled(folders: Sequence[Path], seen: Look, pause: Callable[[], None]) -> Look:
    """Return the first look that shows the same as the one before: an editor may write several files."""
    while True:
        pause()
        later = look(folders)
        if later == seen:
            return later
        seen = later


def _is_by_product(path: Path) -> bool:
    return path.name.endswith("~") or any(part.startswith((".", "__pycache__")) for part in path.parts)


def _stamp(path: Path) -> Look:
    try:
        status = path.stat()
    except FileNotFoundError:
        # It went between the listing and this line.
        return {}
    return {path: (status.st_mtime_ns, status.st_size)}
