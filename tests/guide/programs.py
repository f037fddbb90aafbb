"""Programs of the guide as a reader has them: copied from the page into a file, and run by themselves."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

GUIDE = Path(__file__).parents[2] / "overlays" / "threecommas" / "guide"


def programs_of(page: str) -> list[str]:
    """Return the programs on a page of the guide."""
    return blocks_of(page, "python")


def blocks_of(page: str, language: str) -> list[str]:
    """Return the blocks in a language on a page of the guide."""
    text = (GUIDE / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def pages_with_programs() -> list[str]:
    """Return the pages of the guide that have a program."""
    pages = [path.relative_to(GUIDE).as_posix() for path in sorted(GUIDE.rglob("*.md"))]
    return [page for page in pages if programs_of(page)]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(
    file: Path, *arguments: str, environ: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[str]"]:
    """Run a program in its own folder while the context is open; its lines can be read as they come."""
    with _running([file, *arguments], file.parent, environ or {}) as process:
        yield process


@contextmanager
def running_module(module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a module, such as that of a command, while the context is open."""
    with _running(["-m", module, *arguments], Path.cwd(), {}) as process:
        yield process


@contextmanager
def _running(words: list[Any], folder: Path, environ: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-u", *words]
    given = {"PATH": os.environ["PATH"], **environ}
    with subprocess.Popen(
        command, cwd=folder, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def lines_until(process: "subprocess.Popen[str]", words: str) -> list[str]:
    """Return the lines that a program prints, to the first that has these words; fail if none has."""
    assert process.stdout is not None
    read = list[str]()
    for line in process.stdout:
        read.append(line.rstrip("\n"))
        if words in line:
            return read
    raise AssertionError(f"no line has {words!r}: {read}")
