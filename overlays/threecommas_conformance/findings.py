"""Findings: each fault once, however often it was seen, under a name that stays the same.

The id of a finding is made of operation, check and fault, and not of the values that showed it. The same
defect has the same id with another seed and on another day, so a file can list the known ones.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from threecommas_conformance.traffic.interactions import Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not hold. `interaction` is the first that showed it, None if no request did."""

    id: str
    operation: str
    phase: str
    check: str
    title: str
    message: str
    interaction: Interaction | None = None
    seen: int = 1

    def __str__(self) -> str:
        lines = [f"{self.id}: {self.title} ({self.phase}, seen {self.seen} times)", *_indented(self.message)]
        if self.interaction is not None:
            lines += [
                f"    {self.interaction.method} {self.interaction.url} -> {self.interaction.status}",
                *_indented(self.interaction.answer[:500]),
                f"    {self.interaction.curl()}",
            ]
        return "\n".join(lines)


def finding(
    *,
    operation: str,
    phase: str,
    check: str,
    title: str,
    message: str,
    what: str = "",
    interaction: Interaction | None = None,
) -> Finding:
    """Return a finding with its id; `what` tells apart what one check can find wrong with one operation."""
    status = "" if interaction is None else str(interaction.status)
    digest = hashlib.sha256("\0".join([title, what, status]).encode()).hexdigest()[:8]
    return Finding(
        id=f"{operation}/{check}/{digest}",
        operation=operation,
        phase=phase,
        check=check,
        title=title,
        message=message,
        interaction=interaction,
    )


class Findings:
    """The findings of a run, in the order in which they were first seen."""

    def __init__(self) -> None:
        self._by_id: dict[str, Finding] = {}

    def add(self, found: Finding) -> None:
        """Note a finding, or that it was seen once more."""
        known = self._by_id.get(found.id)
        self._by_id[found.id] = found if known is None else replace(known, seen=known.seen + 1)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]
