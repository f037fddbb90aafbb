"""The version that a change asks for, by Semantic Versioning 2.0.

Below 1.0.0 the minor number stands for breaking changes and the patch number for all others, as Cargo, npm
and Poetry read it. A pre-release promises nothing, so nothing is asked of what follows it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from generator.diff.compatibility_rules import Severity
from generator.diff.document import Document

_FORM = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")


class Bump(StrEnum):
    """The part of a version that grows, as of 1.0.0."""

    NONE = "none"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"


_BUMPS = {
    None: Bump.NONE,
    Severity.NOTE: Bump.PATCH,
    Severity.COMPATIBLE: Bump.MINOR,
    Severity.BEHAVIOUR: Bump.MINOR,
    Severity.BREAKING: Bump.MAJOR,
}


@dataclass(frozen=True, slots=True)
class Version:
    """The three numbers of a version; build metadata counts for nothing."""

    numbers: tuple[int, int, int]
    prerelease: bool = False

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers))

    def next(self, bump: Bump) -> "Version":
        """Return the lowest version that may carry such a change."""
        major, minor, patch = self.numbers
        if self.prerelease or bump is Bump.NONE:
            return Version(self.numbers)
        if bump is Bump.MAJOR:
            return Version((major + 1, 0, 0) if major else (0, minor + 1, 0))
        return Version((major, minor + 1, 0) if major and bump is Bump.MINOR else (major, minor, patch + 1))


def bump_for(severity: Severity | None) -> Bump:
    """Return the bump that the worst change asks for, none if nothing changed."""
    return _BUMPS[severity]


def read_version(document: Document) -> Version:
    """Return `info.version`; raise InvalidSpecError if it is not a semantic version."""
    text = document.version
    form = _FORM.fullmatch(text)
    if form is None:
        info = document.root.get("info")
        place = (info and info.get("version")) or document.root
        raise place.refused(f"{text!r} is no semantic version", "Write MAJOR.MINOR.PATCH.")
    major, minor, patch, prerelease = form.groups()
    return Version((int(major), int(minor), int(patch)), prerelease is not None)
