"""A comparison as the draft of a CHANGELOG entry: one sentence for each change, under the usual headings."""

from collections.abc import Iterator
from datetime import date

from generator.diff.change import Change, Comparison
from generator.diff.compatibility_rules import Direction, Severity
from generator.diff.version_gate import Verdict

_HEADINGS = ("Added", "Changed", "Deprecated", "Removed")
_MEETS = {Direction.REQUEST: "requests", Direction.RESPONSE: "answers", Direction.CLIENT: "generated code"}
_LISTED = 3


def changelog_entry(comparison: Comparison, verdict: Verdict, day: date | None) -> str:
    """Return the entry under the version of NEW, or under the suggested one if NEW has not reached that."""
    version = comparison.new.version if verdict.suffices is not False else verdict.suggested
    lines = [f"## {version}" + (f" - {day.isoformat()}" if day else "")]
    told = [change for change in comparison.changes if change.severity > Severity.NOTE]
    notes = len(comparison.changes) - len(told)
    for heading in _HEADINGS:
        entries = [_entry(change) for change in told if _heading(change) == heading]
        if heading == "Changed" and notes:
            entries.append(f"- Wording, examples or arrangement in {notes} place{'s' if notes > 1 else ''}.")
        if entries:
            lines += ["", f"### {heading}", "", *entries]
    return "\n".join(lines) + "\n"


def _heading(change: Change) -> str:
    kind = change.fact.kind
    if kind == "deprecated":
        return "Deprecated"
    return "Added" if kind.endswith("-added") else "Removed" if kind.endswith("-removed") else "Changed"


def _entry(change: Change) -> str:
    sentence = change.sentence[0].upper() + change.sentence[1:]
    mark = "**Breaking:** " if change.severity is Severity.BREAKING else ""
    return f"- {mark}{sentence} ({'; '.join(_circumstances(change))})."


def _circumstances(change: Change) -> Iterator[str]:
    yield f"`{change.place}`"
    # A place in a path is the operation already.
    if change.pointer.startswith("/paths/"):
        return
    met = [direction for direction, impact in change.impacts.items() if impact.severity is change.severity]
    names = change.operations
    listed = ", ".join(f"`{name}`" for name in names) if len(names) <= _LISTED else f"{len(names)} operations"
    yield " and ".join(_MEETS[direction] for direction in met) + (f" of {listed}" if names else "")
