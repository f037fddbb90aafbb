"""Findings: each fault of a server once, however often and wherever it was seen, under a name that stays.

The id of a finding is made of the check and the fault, and not of the values, the operations and the phases
that showed it. The same defect has the same id with another seed and on another day, so a file can list the
known ones. A place is one operation in one phase, where the fault was seen. The smallest request that showed
it is kept.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from threecommas_conformance.traffic.interactions import Interaction
from threecommas_conformance.traffic.steps import shell_lines

# A fault may show itself in a hundred ways. So many tell what it is.
_MOST_MESSAGES = 5
# A server may fail in other words each time. So many faults of one check are told apart in an operation.
_MOST_FAULTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPlace:
    """One operation in one phase that showed a fault: how often, and the first different messages."""

    operation: str
    phase: str
    seen: int = 1
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not hold. `interaction` is the smallest that showed it, None if no request did.

    `operation`, `phase` and `message` are those of that request. `places` are all that showed it, that of the
    request first. `steps` are the calls that lead to that request, which is the last of them.
    """

    id: str
    check: str
    title: str
    places: tuple[FindingPlace, ...]
    interaction: Interaction | None = None
    steps: tuple[Interaction, ...] = ()

    @property
    def operation(self) -> str:
        """The operation of the request that shows it."""
        return self.places[0].operation

    @property
    def phase(self) -> str:
        """The phase of the request that shows it."""
        return self.places[0].phase

    @property
    def message(self) -> str:
        """What was wrong with the request that shows it."""
        return next(iter(self.places[0].messages), "")

    @property
    def seen(self) -> int:
        """How many requests showed it."""
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
    seen: int = 1,
) -> Finding:
    """Return a finding with its id; `what` tells apart the faults that one check can find.

    `seen` is how many requests showed it, of which `interaction` is the first.
    """
    digest = hashlib.sha256("\0".join([title, what]).encode()).hexdigest()[:8]
    return Finding(
        id=f"{check}/{digest}",
        check=check,
        title=title,
        places=(FindingPlace(operation=operation, phase=phase, seen=seen, messages=(message,)),),
        interaction=interaction,
    )


class Findings:
    """The findings of a run, in the order in which they were first seen."""

    def __init__(self) -> None:
        self._by_id: dict[str, Finding] = {}
        self._of_check: dict[tuple[str, str], list[str]] = {}
        self._counted = set[tuple[str, int]]()

    def add(self, found: Finding) -> Finding:
        """Note a finding, or that it was seen once more; gives what is known of it by now.

        One request counts once. An operation may fail in other words each time. What goes beyond ten faults
        of one check counts to the tenth.
        """
        name = found.id if found.id in self._by_id else self._told_as(found)
        known, found = self._by_id.get(name), self._once(found, name)
        self._by_id[name] = found if known is None else _joined(known, found)
        return self._by_id[name]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def _told_as(self, found: Finding) -> str:
        """Return the id of a new finding, or that of the last one its operation may have."""
        names = self._of_check.setdefault((found.operation, found.check), [])
        if len(names) < _MOST_FAULTS:
            names.append(found.id)
        return names[-1]

    def _once(self, found: Finding, name: str) -> Finding:
        """Return a finding that counts for nothing if its request has been counted."""
        if found.interaction is None:
            return found
        request = name, found.interaction.number
        if request in self._counted:
            return replace(found, places=tuple(replace(each, seen=0) for each in found.places))
        self._counted.add(request)
        return found


def _joined(known: Finding, found: Finding) -> Finding:
    is_smaller = found.id == known.id and _size(found) < _size(known)
    places = {(place.operation, place.phase): place for place in known.places}
    for place in found.places:
        key = place.operation, place.phase
        before = places.pop(key, None) if is_smaller else places.get(key)
        counted = place if before is None else _counted(before, place, leads=is_smaller)
        places = {key: counted, **places} if is_smaller else places | {key: counted}
    shown = found.interaction if is_smaller else known.interaction
    return replace(known, places=tuple(places.values()), interaction=shown)


def _size(found: Finding) -> tuple[bool, bool, int]:
    """Return how much it takes to see a finding: a request that is signed rightly needs nothing filled in."""
    sent = found.interaction
    if sent is None:
        return True, True, 0
    return False, not sent.is_signed, len(sent.curl())


def _counted(before: FindingPlace, place: FindingPlace, *, leads: bool) -> FindingPlace:
    first, then = (place, before) if leads else (before, place)
    messages = tuple(dict.fromkeys((*first.messages, *then.messages)))[:_MOST_MESSAGES]
    return replace(before, seen=before.seen + place.seen, messages=messages)


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]
