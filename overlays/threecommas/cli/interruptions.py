"""Commands that end before their time: interrupted, terminated, or unable to write their result.

What it had sent by then may have been carried out, and nobody else knows. So standard error says it.
"""

import contextlib
import os
import signal
import sys
from types import FrameType

from threecommas.transport.attempts import Attempt


class Terminated(BaseException):
    """The process was told to end (SIGTERM), as by a service manager or a time limit."""


class Unwritten(Exception):  # noqa: N818  (no error of the client's tree)
    """Standard output takes nothing more: its disk is full, or nobody reads it."""

    def __init__(self, cause: OSError, value: object) -> None:
        super().__init__(cause, value)
        self.cause, self.value = cause, value

    @property
    def id(self) -> int | None:
        """The number in the result, None if it has none."""
        number = self.value.get("id") if isinstance(self.value, dict) else None
        return number if isinstance(number, int) else None


class Writes:
    """Keeps the last attempt that may have changed something."""

    def __init__(self) -> None:
        self.last: Attempt | None = None

    def __call__(self, attempt: Attempt) -> None:
        """Take what a client tells of an attempt."""
        if attempt.may_have_written:
            self.last = attempt

    def after(self, ending: BaseException) -> str:
        """Say what may have been done by the time that something ended the command."""
        if self.last is None:
            return ""
        came = "terminated" if isinstance(ending, Terminated) else "interrupted"
        status = self.last.status
        if status is None:
            return (
                f"{self.last.call} was under way when the command was {came}. It may have been carried out."
            )
        done = "It was carried out." if 200 <= status < 300 else "It may have been carried out."
        return f"{self.last.call} was answered {status} before the command was {came}. {done}"

    def unwritten(self, ending: Unwritten) -> str:
        """Say what was done although its result cannot be shown."""
        reason = f"the result could not be written: {ending.cause.strerror or ending.cause}"
        if self.last is None:
            return reason[0].upper() + reason[1:]
        name = "" if ending.id is None else f" (SmartTrade {ending.id})"
        return f"{self.last.call} was carried out{name}, but {reason}. Do not send it again."


def end_on_signals() -> None:
    """Let SIGTERM raise `Terminated`, so that a command can say what it was doing."""
    signal.signal(signal.SIGTERM, _terminate)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def silence_output() -> None:
    """Lead standard output nowhere: what is left in its buffer would fail once more at the end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
