"""Facts about a difference, and the changes they add up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from generator.diff.compatibility_rules import RULES, Direction, Severity
from generator.diff.document import Document, Node
from generator.document.json_pointer import parts

# A pattern or a rate limit can be longer than a line of the report.
_CLIPPED = 80


@dataclass(frozen=True, slots=True)
class Fact:
    """A difference: its kind is a key of RULES, `subject` what it is about; pointers lead into OLD and NEW.

    One pointer is None where the thing exists on one side only. `before` and `after` are plain JSON values.
    `open_set` tells how the fact was met, not what it is: the same set may be open here and closed there.
    """

    kind: str
    subject: str = ""
    old: str | None = None
    new: str | None = None
    before: Any = field(default=None, hash=False)
    after: Any = field(default=None, hash=False)
    open_set: bool = field(default=False, compare=False)


def fact(
    kind: str,
    old: Node | None,
    new: Node | None,
    *,
    subject: str = "",
    before: Any = None,
    after: Any = None,
) -> Fact:
    """Return the fact about two places, either of which may be missing."""
    return Fact(kind, subject, old.pointer if old else None, new.pointer if new else None, before, after)


@dataclass(frozen=True, slots=True)
class Impact:
    """The worst a change means in one direction, and to which operations (operationId, else address)."""

    severity: Severity
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact with its meaning in each direction it has one in; a note has a meaning in none."""

    fact: Fact
    impacts: dict[Direction, Impact]

    @property
    def severity(self) -> Severity:
        """The worst it means to anybody."""
        return max((impact.severity for impact in self.impacts.values()), default=Severity.NOTE)

    @property
    def pointer(self) -> str:
        """Where it is: in NEW, or in OLD if NEW has no such place."""
        return (self.fact.old or "") if self.fact.new is None else self.fact.new

    @property
    def side(self) -> str:
        """The document the pointer leads into, "old" or "new"."""
        return "old" if self.fact.new is None else "new"

    @property
    def place(self) -> str:
        """The place for readers: `SmartTrade.position.type`, or the operation's address."""
        return readable(self.pointer)

    @property
    def operations(self) -> tuple[str, ...]:
        """All operations it means something to, sorted."""
        return tuple(sorted({name for impact in self.impacts.values() for name in impact.operations}))

    @property
    def sentence(self) -> str:
        """The change in words, without a full stop."""
        before, after = _clipped(self.fact.before), _clipped(self.fact.after)
        known = self.fact.before is not None and self.fact.after is not None
        change = f" from {before} to {after}" if known else ""
        return RULES[self.fact.kind].text.format(
            subject=self.fact.subject, before=before, after=after, change=change
        )


class Record:
    """Collects facts as comparing meets them, each with the operation and the directions it was met in."""

    def __init__(self) -> None:
        self._met: dict[Fact, dict[Direction, dict[Severity, set[str]]]] = {}

    def add(self, facts: Iterable[Fact], operation: str = "", directions: Sequence[Direction] = ()) -> None:
        """Take facts met in *operation*; without directions, in all that their rule speaks of."""
        for met in facts:
            found = self._met.setdefault(met, {})
            for direction in directions or tuple(Direction):
                severity = RULES[met.kind].severity(direction, open_set=met.open_set)
                if severity is not None:
                    found.setdefault(direction, {}).setdefault(severity, set()).add(operation)

    def changes(self) -> list[Change]:
        """Return what was met, worst first, then by place."""
        made = [
            Change(
                met, {direction: _worst(found[direction]) for direction in Direction if direction in found}
            )
            for met, found in self._met.items()
        ]
        return sorted(made, key=lambda c: (-c.severity, c.pointer, c.fact.kind, c.fact.subject))


def _worst(operations: Mapping[Severity, set[str]]) -> Impact:
    severity = max(operations)
    return Impact(severity, tuple(sorted(operations[severity] - {""})))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents and all that is different between them."""

    old: Document
    new: Document
    changes: tuple[Change, ...]

    @property
    def severity(self) -> Severity | None:
        """The worst of all changes, None if there is none."""
        return max((change.severity for change in self.changes), default=None)


def _clipped(value: Any) -> str:
    text = value if isinstance(value, str) else _plain(value)
    return text if len(text) <= _CLIPPED else text[: _CLIPPED - 1] + "…"


def _plain(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case dict():
            return ", ".join(f"{key} {_plain(member)}" for key, member in value.items())
        case list():
            return "; ".join(map(_plain, value)) or "none"
    return str(value)


def readable(place: str) -> str:
    """Return a JSON pointer as a reader would name the place: component and fields, or method and path."""
    steps = parts(place)
    if steps[:1] == ["paths"] and len(steps) > 2:
        return f"{steps[2].upper()} {steps[1]}"
    if steps[:1] != ["components"] or len(steps) < 3:
        return "/".join(steps)
    fields = [step for keyword, step in pairwise(steps[3:]) if keyword == "properties"]
    return ".".join([steps[2], *fields])
