"""Do all places that name the version name the same one? Texts in, findings out."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date

from generator.document.findings import Finding
from generator.document.yaml_io import read_yaml

_RULE = "release"
_FORM = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_HEADING = re.compile(r"^## (.*)$", re.MULTILINE)


def mismatches(version: str, *, pyproject: str, document: str, changelog: str) -> Iterator[Finding]:
    """Yield each place that does not say *version*: pyproject.toml, spec/openapi.yaml, CHANGELOG.md."""
    if not _FORM.fullmatch(version):
        # Other forms are written differently in Python packages and in OpenAPI documents.
        yield Finding("VERSION", "", _RULE, f"{version!r} is not MAJOR.MINOR.PATCH", "Write it like 0.1.0.")
        return
    places = {
        ("pyproject.toml", "/project/version"): tomllib.loads(pyproject)["project"].get("version"),
        ("spec/openapi.yaml", "/info/version"): read_yaml(document)["info"].get("version"),
        ("CHANGELOG.md", ""): _entry(changelog)[0],
    }
    for (file, pointer), said in places.items():
        if said != version:
            advice = f"Write {version} there, or release that one."
            yield Finding(file, pointer, _RULE, f"the version is {said or 'missing'}, not {version}", advice)
    if not _entry(changelog)[2]:
        yield Finding("CHANGELOG.md", "", _RULE, "the topmost entry says nothing", "Say what changed.")


def missing_date(changelog: str) -> Iterator[Finding]:
    """Yield a finding if the topmost entry has no date yet."""
    day = _entry(changelog)[1]
    try:
        date.fromisoformat(day)
    except ValueError:
        advice = "Write the day of the release behind the version: ## 0.1.0 - YYYY-MM-DD."
        yield Finding("CHANGELOG.md", "", _RULE, f"the topmost entry is {day or 'not dated'}", advice)


def _entry(changelog: str) -> tuple[str, str, bool]:
    """Return version and date of the topmost entry, and whether a point is listed in it."""
    headings = list(_HEADING.finditer(changelog))
    if not headings:
        return "", "", False
    version, _, day = headings[0][1].partition(" - ")
    text = changelog[headings[0].end() : headings[1].start() if len(headings) > 1 else None]
    return version.strip(), day.strip(), "\n- " in text
