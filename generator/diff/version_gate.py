"""The version that a comparison asks for, and whether CI lets the change pass."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.diff.change import Comparison
from generator.diff.compatibility_rules import Severity
from generator.diff.semver import Bump, bump_for, read_version
from generator.document.findings import InvalidSpecError


@dataclass(frozen=True, slots=True)
class Verdict:
    """The bump the changes ask for, the lowest version that carries it, and whether NEW has reached that.

    `suggested` and `suffices` are None where a document has no semantic version.
    """

    bump: Bump
    suggested: str | None
    suffices: bool | None


def verdict(comparison: Comparison) -> Verdict:
    """Return what the changes ask of `info.version`."""
    bump = bump_for(comparison.severity)
    try:
        old, new = read_version(comparison.old), read_version(comparison.new)
    except InvalidSpecError:
        return Verdict(bump, None, None)
    lowest = old.next(bump)
    return Verdict(bump, str(lowest), new.numbers >= lowest.numbers)


def gate_failures(comparison: Comparison, *, fail_on: Severity | None, check_version: bool) -> Iterator[str]:
    """Yield why CI has to stop; raise InvalidSpecError if the version is to be checked and is none."""
    worst = comparison.severity
    if fail_on is not None and worst is not None and worst >= fail_on:
        count = sum(change.severity >= fail_on for change in comparison.changes)
        yield f"{count} of {len(comparison.changes)} changes are {fail_on.label} or worse"
    if check_version and worst is Severity.BREAKING:
        old, new = read_version(comparison.old), read_version(comparison.new)
        lowest = old.next(Bump.MAJOR)
        if new.numbers < lowest.numbers:
            step = f"{comparison.old.version} -> {comparison.new.version}"
            yield f"breaking changes under {step}: info.version has to be {lowest} or higher"
