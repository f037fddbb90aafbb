"""A comparison as text for a terminal, Markdown for a pull request, JSON for a program."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from generator.diff.change import Change, Comparison
from generator.diff.compatibility_rules import Direction, Severity
from generator.diff.version_gate import Verdict
from generator.document.json_io import write_json

# Operations named before the rest is counted; the JSON names all.
_LISTED = 4
_COLUMNS = {Direction.REQUEST: "Requests", Direction.RESPONSE: "Answers", Direction.CLIENT: "Generated code"}
_HEADINGS = {
    Severity.BREAKING: "Breaking",
    Severity.BEHAVIOUR: "Behaviour",
    Severity.COMPATIBLE: "Compatible",
    Severity.NOTE: "Notes",
}


def text_report(comparison: Comparison, verdict: Verdict) -> str:
    """Return the changes under headings, worst first, two or three lines each."""
    return "\n".join(_text_lines(comparison, verdict)) + "\n"


def _text_lines(comparison: Comparison, verdict: Verdict) -> Iterator[str]:
    yield f"{comparison.old.name} -> {comparison.new.name}"
    yield _summary(comparison, verdict)
    for severity, changes in _by_severity(comparison):
        yield f"\n{_HEADINGS[severity].upper()}"
        for change in changes:
            yield f"  {change.place}: {change.sentence}"
            yield f"      {change.pointer}{' (old)' if change.side == 'old' else ''}"
            for direction, impact in change.impacts.items():
                yield f"      {direction.value} {impact.severity.label}{_listed(impact.operations)}"


def markdown_report(comparison: Comparison, verdict: Verdict) -> str:
    """Return a section with one table for each severity."""
    return "\n".join(_markdown_lines(comparison, verdict)) + "\n"


def _markdown_lines(comparison: Comparison, verdict: Verdict) -> Iterator[str]:
    yield f"## Changes from {comparison.old.version} to {comparison.new.version}\n"
    yield _summary(comparison, verdict)
    for severity, changes in _by_severity(comparison):
        yield f"\n### {_HEADINGS[severity]}\n"
        yield "| Change | " + " | ".join(_COLUMNS.values()) + " | Place |"
        yield "|---|---|---|---|---|"
        for change in changes:
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in _cells(change)) + " |"


def _cells(change: Change) -> Iterator[str]:
    yield f"`{change.place}`: {change.sentence}"
    for direction in _COLUMNS:
        impact = change.impacts.get(direction)
        yield f"{impact.severity.label}{_listed(impact.operations)}" if impact else "-"
    yield f"`{change.pointer}`" + (" (old)" if change.side == "old" else "")


def json_report(comparison: Comparison, verdict: Verdict) -> str:
    """Return everything, with all operations of each change and direction."""
    counts = Counter(change.severity for change in comparison.changes)
    return write_json(
        {
            "old": {"name": comparison.old.name, "version": comparison.old.version},
            "new": {"name": comparison.new.name, "version": comparison.new.version},
            "semver": verdict.bump.value,
            "suggested_version": verdict.suggested,
            "version_suffices": verdict.suffices,
            "counts": {severity.label: counts[severity] for severity in reversed(Severity)},
            "changes": [_described(change) for change in comparison.changes],
        }
    )


def _described(change: Change) -> dict[str, Any]:
    impacts = {
        direction.value: {"severity": impact.severity.label, "operations": list(impact.operations)}
        for direction, impact in change.impacts.items()
    }
    return {
        "kind": change.fact.kind,
        "severity": change.severity.label,
        "summary": change.sentence,
        "document": change.side,
        "pointer": change.pointer,
        "before": change.fact.before,
        "after": change.fact.after,
        **{direction.value: impacts.get(direction.value) for direction in Direction},
    }


def _summary(comparison: Comparison, verdict: Verdict) -> str:
    if not comparison.changes:
        return "No changes."
    counts = Counter(change.severity for change in comparison.changes)
    counted = ", ".join(f"{counts[s]} {s.label}" for s in reversed(Severity) if counts[s])
    if verdict.suffices is not False:
        return f"{counted}. Semver: {verdict.bump.value}."
    return f"{counted}. Semver: {verdict.bump.value}, for {verdict.suggested} or higher."


def _by_severity(comparison: Comparison) -> Iterator[tuple[Severity, list[Change]]]:
    for severity in reversed(Severity):
        if found := [change for change in comparison.changes if change.severity is severity]:
            yield severity, found


def _listed(operations: Sequence[str]) -> str:
    if not operations:
        return ""
    more = f" and {len(operations) - _LISTED} more" if len(operations) > _LISTED else ""
    return ": " + ", ".join(operations[:_LISTED]) + more
