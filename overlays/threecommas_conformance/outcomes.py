"""How the command ends: an exit code for each decision a script can take."""

import enum

from threecommas_conformance.baseline import Baseline
from threecommas_conformance.campaign import Report


class Exit(enum.IntEnum):
    """The exit codes. They are part of the interface: none changes its meaning."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> "Exit":
        """Take the code and what it means."""
        made = int.__new__(cls, code)
        made._value_, made.meaning = code, meaning
        return made

    CONFORMS = 0, "the server does what the document says, but for what the baseline lists"
    FAILED = 1, "something does not hold"
    USAGE = 2, "the command line is wrong"
    CONFIGURATION = 3, "key, address, permission or baseline cannot be used"
    UNUSABLE = 4, "the server does not answer, or not what a run begins with"
    BANNED = 5, "the server answered 418: wait before the next run"
    INTERRUPTED = 130, "interrupted"


def outcome(report: Report, baseline: Baseline) -> Exit:
    """Return the exit code of a report."""
    if report.is_banned:
        return Exit.BANNED
    if report.stopped is not None:
        return Exit.UNUSABLE
    return Exit.FAILED if baseline.new(report.findings) else Exit.CONFORMS


def exit_code_help() -> str:
    """Return the table of exit codes for the help."""
    return "\n\n".join(["Exit codes:", *(f"{int(code):>3}  {code.meaning}" for code in Exit)])
