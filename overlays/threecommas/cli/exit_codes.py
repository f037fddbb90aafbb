"""The exit codes of a command: numbers with a meaning, which its help lists."""

import enum
from typing import Self


class ExitCode(enum.IntEnum):
    """The exit codes of a command. They are part of its interface: none changes its meaning."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Self:
        """Take the code and what it means."""
        made = int.__new__(cls, code)
        made._value_, made.meaning = code, meaning
        return made


def exit_code_help(codes: type[ExitCode]) -> str:
    """Return the exit codes for the help: one paragraph, which every typer breaks to the terminal's width."""
    return "Exit codes: " + " ".join(f"{int(code)} {code.meaning}." for code in codes)
