"""The packages that a project needs to run: what it declares, and what that needs, with or without extras.

Names come from the declarations, versions from the lock. Declarations of others come from the environment the
lock was installed in; so conditions of a requirement are those of this machine and this Python.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PINNED = re.compile(r"^([\w.-]+)==([^ ;\\]+) *(?:; *([^\\\n]+))?", re.MULTILINE)

Declared = Callable[[str], Iterable[str]]
"""Gives the requirements that an installed package declares."""


@dataclass(frozen=True, slots=True)
class Needed:
    """A package by its name; `by` are those that need it, "" for the project. Else it is for extras alone."""

    name: str
    by: frozenset[str]
    is_required: bool


def locked_versions(text: str) -> dict[str, str]:
    """Return the versions of a lock by the names of the packages; of several, that for this Python."""
    return {
        canonicalize_name(name): version
        for name, version, condition in _PINNED.findall(text)
        if not condition or Marker(condition).evaluate()
    }


def needed(project: Mapping[str, Any], declared: Declared) -> list[Needed]:
    """Return what the table `project` of pyproject.toml needs, in the order of the names."""
    own = canonicalize_name(project["name"])
    extras = [line for lines in project.get("optional-dependencies", {}).values() for line in lines]
    required = _followed(own, project.get("dependencies", ()), declared)
    every = _followed(own, [*project.get("dependencies", ()), *extras], declared)
    return [Needed(name, frozenset(by), name in required) for name, by in sorted(every.items())]


def _followed(own: str, first: Sequence[str], declared: Declared) -> dict[str, set[str]]:
    """Return each package that is needed, with those that need it."""
    found: dict[str, set[str]] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [("", each) for each in _active(first, "")]
    while waiting:
        by, requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name == own:
            continue
        found.setdefault(name, set()).add(by)
        for extra in ("", *requirement.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += [(name, each) for each in _active(declared(name), extra)]
    return found


def _active(lines: Iterable[str], extra: str) -> Iterator[Requirement]:
    """Yield the requirements that count here; those of an extra count for that alone."""
    for line in lines:
        requirement = Requirement(line)
        if requirement.marker is None:
            counts = not extra
        else:
            without = requirement.marker.evaluate({"extra": ""})
            counts = requirement.marker.evaluate({"extra": extra}) and not (extra and without)
        if counts:
            yield requirement
