"""The table from everything that is documented to its place in the document, nothing unaccounted for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.document.findings import Finding, InvalidSpecError
from generator.publish.coverage.places import Places
from generator.publish.coverage.sources import SourceRow
from generator.publish.markdown import HEADER, code, table

Covered = Sequence[tuple[SourceRow, str]]

_FILE = "generator/publish/sources"
_INTRODUCTION = """\
# Coverage of the sources

Every endpoint, parameter, field, status and example that is documented for what the document describes,
with its place in `openapi.json`. The names are as printed, mistakes included. An example counts as
described when the document holds the same value.
"""


def covered(document: Mapping[str, Any], rows: Iterable[SourceRow]) -> Covered:
    """Return each row with its place, "" where a reason stands instead.

    Raises InvalidSpecError for neither.
    """
    found = _with_places(document, rows)
    if findings := _unaccounted_of(found):
        raise InvalidSpecError(findings)
    return found


def unaccounted(document: Mapping[str, Any], rows: Iterable[SourceRow]) -> list[Finding]:
    """Return a finding for each row that is neither described nor explained, or both."""
    return _unaccounted_of(_with_places(document, rows))


def render_coverage(document: Mapping[str, Any], rows: Iterable[SourceRow]) -> bytes:
    """Return the table as Markdown.

    Raises InvalidSpecError for a row that is neither covered nor explained.
    """
    found = covered(document, rows)
    pages = list(dict.fromkeys(row.page for row, _ in found))
    sections = [_section(page, [pair for pair in found if pair[0].page == page]) for page in pages]
    return "\n".join([HEADER + _INTRODUCTION, _summary(found), *sections]).encode()


def _with_places(document: Mapping[str, Any], rows: Iterable[SourceRow]) -> Covered:
    places = Places(document)
    return [(row, places.find(row)) for row in rows]


def _unaccounted_of(found: Covered) -> list[Finding]:
    return [finding for row, place in found if (finding := _unaccounted(row, place))]


def _unaccounted(row: SourceRow, place: str) -> Finding | None:
    if bool(place) != bool(row.gap):
        return None
    if place:
        return Finding(
            _FILE, place, "coverage", f"{row.page}: {row.kind} {row.name} is no gap", "Remove the reason."
        )
    reason = f"{row.page}: {row.kind} {row.name} is described nowhere"
    return Finding(_FILE, "", "coverage", reason, "Describe it in spec/, or give a reason under `gaps`.")


def _summary(found: Covered) -> str:
    total = Counter(row.kind for row, _ in found)
    placed = Counter(row.kind for row, place in found if place)
    lines = [
        (kind, str(total[kind]), str(placed[kind]), str(total[kind] - placed[kind])) for kind in sorted(total)
    ]
    every = ("all", str(total.total()), str(placed.total()), str(total.total() - placed.total()))
    return table(("kind", "documented", "described", "left out for a reason"), [*lines, every])


def _section(page: str, found: Covered) -> str:
    lines = [(row.kind, code(row.name), code(f"#{place}") if place else row.gap) for row, place in found]
    return f"## {page}\n\n" + table(("kind", "name", "place"), lines)
