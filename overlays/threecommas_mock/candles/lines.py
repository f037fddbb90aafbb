"""The lines of a text file in UTF-8, from its beginning or from its end, a block at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_BLOCK = 1 << 16


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each line with its number from 1; raises UnicodeDecodeError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from enumerate(file, 1)


def lines_from_the_end(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines, the last one first; no more than two blocks are in memory."""
    number = _breaks(path) + 1
    with path.open("rb") as file:
        left, rest = file.seek(0, 2), b""
        while left:
            size = min(_BLOCK, left)
            left -= size
            file.seek(left)
            # The beginning of the first line may stand in the block before.
            rest, *lines = (file.read(size) + rest).split(b"\n")
            for line in reversed(lines):
                yield number, line.decode("utf-8")
                number -= 1
        yield number, rest.decode("utf-8-sig")


def _breaks(path: Path) -> int:
    count = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            count += block.count(b"\n")
    return count
