"""Findings: each fault of a server once, however often and wherever it was seen, under a name that stays.

The id of a finding is made of the check and the fault, and not of the values, the operations and the phases
that showed it. The same defect has the same id with another seed and on another day, so a file can list the
known ones. A place is one operation in one phase, where the fault was seen.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from threecommas_conformance.traffic.interactions import Interaction
from threecommas_conformance.traffic.steps import shell_lines

# A fault may show itself in a hundred ways. So many tell what it is.
_MOST_MESSAGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPlace:
    """One operation in one phase that showed a fault: how often, and the first different messages."""

    operation: str
    phase: str
    seen: int = 1
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not hold. `interaction` is the first that showed it, None if no request did.

    `operation`, `phase` and `message` are those of that request. `places` are all that showed it. `steps` are
    the calls that lead to that request, which is the last of them.
    """

    id: str
    check: str
    title: str
    places: tuple[FindingPlace, ...]
    interaction: Interaction | None = None
    steps: tuple[Interaction, ...] = ()

    @property
    def operation(self) -> str:
        """The operation that showed it first."""
        return self.places[0].operation

    @property
    def phase(self) -> str:
        """The phase that showed it first."""
        return self.places[0].phase

    @property
    def message(self) -> str:
        """What was wrong with the first request that showed it."""
        return next(iter(self.places[0].messages), "")

    @property
    def seen(self) -> int:
        """How often it was seen."""
        return sum(place.seen for place in self.places)

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that showed it, each once."""
        return tuple(dict.fromkeys(place.operation for place in self.places))

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The other messages, each with its operation and once."""
        listed = [(place.operation, each) for place in self.places for each in place.messages]
        others = [f"{name}: {' '.join(each.split())}" for name, each in listed if each != self.message]
        return tuple(dict.fromkeys(others))

    def of(self, operation: str, phase: str) -> bool:
        """Whether an operation showed it in a phase."""
        return any((place.operation, place.phase) == (operation, phase) for place in self.places)

    def curl(self) -> list[str]:
        """Return shell commands that show it again, from the first call it needs; none without a request.

        They ask `threecommas-conformance signature` for signatures, and jq for the ids of new objects.
        """
        return shell_lines(self.steps or (self.interaction,)) if self.interaction is not None else []

    def __str__(self) -> str:
        where = self.operation if len(self.operations) == 1 else f"{len(self.operations)} operations"
        times = "once" if self.seen == 1 else f"{self.seen} times"
        lines = [f"{self.id}: {self.title} ({where}, {self.phase}, seen {times})", *_indented(self.message)]
        if self.interaction is not None:
            lines += [
                f"    {self.interaction.method} {self.interaction.url} -> {self.interaction.status}",
                *_indented(self.interaction.answer[:500]),
                *(f"    {line}" for line in self.curl()),
            ]
        if len(self.operations) > 1:
            lines.append(f"    Operations: {', '.join(self.operations)}")
        return "\n".join([*lines, *(f"    {each[:300]}" for each in self.elsewhere[:_MOST_MESSAGES])])


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
    """Return a finding with its id; `what` tells apart the faults that one check can find."""
    digest = hashlib.sha256("\0".join([title, what]).encode()).hexdigest()[:8]
    return Finding(
        id=f"{check}/{digest}",
        check=check,
        title=title,
        places=(FindingPlace(operation=operation, phase=phase, messages=(message,)),),
        interaction=interaction,
    )


class Findings:
    """The findings of a run, in the order in which they were first seen."""

    def __init__(self) -> None:
        self._by_id: dict[str, Finding] = {}

    def add(self, found: Finding) -> None:
        """Note a finding, or that it was seen once more."""
        known = self._by_id.get(found.id)
        self._by_id[found.id] = found if known is None else _joined(known, found)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)


def _joined(known: Finding, found: Finding) -> Finding:
    places = {(place.operation, place.phase): place for place in known.places}
    for place in found.places:
        key = place.operation, place.phase
        before = places.get(key)
        places[key] = place if before is None else _counted(before, place)
    return replace(known, places=tuple(places.values()), interaction=known.interaction or found.interaction)


def _counted(before: FindingPlace, place: FindingPlace) -> FindingPlace:
    messages = tuple(dict.fromkeys((*before.messages, *place.messages)))[:_MOST_MESSAGES]
    return replace(before, seen=before.seen + place.seen, messages=messages)


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]
