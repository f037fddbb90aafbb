"""The facts of the sources, row by row: endpoints, parameters, fields, statuses, examples.

The lists are data, in `sources/`: names as they are printed, values never. An example is known by a digest of
its value, so that the table can prove it is in the document without holding it a second time.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.document.findings import Finding, InvalidSpecError
from generator.document.yaml_io import YamlError, read_yaml

FOLDER = Path(__file__).parents[1] / "sources"
_DIGITS = 16
_YAML = "Correct the YAML; nothing was built."
_FORM = "Write a page, and what it documents, as the other lists do."


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One documented thing.

    `kind` is endpoint, path, query or body parameter, field, status or example; `name` is as printed and
    `described_as` as the document calls it; `operation` or `entity` says where to look; `digest` is that of
    an example's value; `gap` is the reason why the document leaves it out, "" if it must be there.
    """

    page: str
    kind: str
    name: str
    described_as: str
    operation: str = ""
    entity: str = ""
    digest: str = ""
    gap: str = ""


def digest_of(value: Any) -> str:
    """Return the digest by which an example is known; numbers count by value, keys in any order."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def read_sources(folder: Path = FOLDER) -> list[SourceRow]:
    """Return the rows of all lists, file by file; raise InvalidSpecError for one that cannot be read."""
    return [row for file in sorted(folder.glob("*.yaml")) for row in _rows_of_file(file)]


def _rows_of_file(file: Path) -> list[SourceRow]:
    place = f"generator/publish/sources/{file.name}"
    try:
        entries = read_yaml(file.read_text("utf-8"))
    except YamlError as error:
        raise InvalidSpecError(
            [Finding(f"{place}:{error.line}", "", "sources", error.reason, _YAML)]
        ) from None
    except UnicodeDecodeError as error:
        raise InvalidSpecError(
            [Finding(place, "", "sources", f"is not UTF-8: {error.reason}", _YAML)]
        ) from None
    if not isinstance(entries, list):
        raise InvalidSpecError([Finding(place, "", "sources", "is not a list of pages", _FORM)])
    return [row for index, entry in enumerate(entries) for row in _rows_of_entry(place, index, entry)]


def _rows_of_entry(place: str, index: int, entry: Any) -> list[SourceRow]:
    try:
        return list(_rows(entry))
    # Whatever is amiss, its place is known, and the file next to it shows how it is done.
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        reason = f"has another form than an entry ({type(error).__name__}: {error})"
        raise InvalidSpecError([Finding(place, f"/{index}", "sources", reason, _FORM)]) from None


def _rows(entry: Mapping[str, Any]) -> Iterator[SourceRow]:
    gaps = entry.get("gaps", {})
    for kind, name, digest in _things(entry):
        yield SourceRow(
            page=entry["page"],
            kind=kind,
            name=name,
            described_as=_described_as(entry.get("described_as", {}), name),
            operation=entry.get("operation", ""),
            entity=entry.get("entity", ""),
            digest=digest,
            gap=gaps.get(f"{kind} {name}", entry.get("gap", "")),
        )


def _described_as(renamed: Mapping[str, str], name: str) -> str:
    """Return the document's name for a printed one; what holds it may be renamed, the longest name wins."""
    for printed in sorted(renamed, key=len, reverse=True):
        if name == printed or name.startswith(f"{printed}."):
            return renamed[printed] + name.removeprefix(printed)
    return name


def _things(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    endpoints = [entry["endpoint"]] if "endpoint" in entry else entry.get("endpoints", [])
    yield from (("endpoint", name, "") for name in endpoints)
    for location, names in entry.get("parameters", {}).items():
        yield from ((f"{location} parameter", name, "") for name in names)
    yield from (("field", name, "") for name in entry.get("fields", []))
    yield from (("status", name, "") for name in entry.get("statuses", []))
    yield from (("example", name, digest) for name, digest in entry.get("examples", {}).items())
