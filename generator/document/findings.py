"""A fault of a document: its place, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: the file it is in, the JSON pointer inside that file, the reason and the remedy.

    `rule` names who found it: the id of a lint rule, a step of the build, or `openapi-python-client`.
    """

    file: str
    pointer: str
    rule: str
    reason: str
    advice: str = ""

    def __str__(self) -> str:
        where = f"{self.file}#{self.pointer}" if self.pointer else self.file
        return f"{where}: {self.reason} [{self.rule}]" + (f"\n    {self.advice}" if self.advice else "")


class InvalidSpecError(Exception):
    """The input cannot be used; `findings` says why, once for each fault."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)

    # By default what comes out of another process would be made of the message.
    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)
