"""A profile hook that notes which files of a package are at work, one after the other."""

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any


def files_entered(folder: Path, run: Callable[[], Any]) -> list[Path]:
    """Return the file below *folder* of each function that *run* calls, in the order of the calls."""
    root, found = str(folder), list[Path]()
    known: dict[str, Path | None] = {}

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            name = frame.f_code.co_filename
            if name not in known:
                known[name] = Path(name).relative_to(root) if Path(name).is_relative_to(root) else None
            file = known[name]
            if file is not None:
                found.append(file)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return found


def room(file: Path) -> str:
    """Return the room of a file: its folder in the package, or itself if it stands in none."""
    return file.parts[0]


def moves(files: list[Path]) -> int:
    """Count how often the work moves from one room to another."""
    return sum(room(one) != room(other) for one, other in pairwise(files))
