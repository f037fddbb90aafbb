"""The contradictions between sources, collected from the places of the document they concern.

In the document they are `x-contradictions`: a list of {about, at, sources: [{source, claim}], resolution,
confidence, evidence}, where `at` points to the part that is meant, if it is not the whole. A source that is
silent, or all of them, counts: what was chosen then is named like any other choice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import follow, pointer
from generator.document.openapi_objects import walk
from generator.publish.markdown import HEADER, code, table

KEY = "x-contradictions"
CONFIDENCES = ("high", "medium", "low")
_FIELDS = ("about", "sources", "resolution", "confidence", "evidence")
_INTRODUCTION = """\
# Contradictions between the sources

3Commas documents these things in more than one way, or documents one way and does another. Each entry stands
in the document too, beside the place it concerns. Confidence is high where answers, published signatures or
several sources agree. It is medium where the better source was followed. It is low where a choice was made
without proof.
"""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the sources say about one thing, `claims` as (source, claim), and how it was settled.

    `place` is the pointer to the thing itself, which is the object that has the entry or a part of it.
    """

    place: str
    about: str
    claims: Sequence[tuple[str, str]]
    resolution: str
    confidence: str
    evidence: str


def contradictions(document: Mapping[str, Any]) -> list[Contradiction]:
    """Return all entries in the order of the document.

    Raises InvalidSpecError naming each that is incomplete.
    """
    held = list(_entries(document))
    findings = [finding for place, holder, entry in held if (finding := _fault(place, holder, entry))]
    if findings:
        raise InvalidSpecError(findings)
    return [_contradiction(place.rpartition(f"/{KEY}")[0], entry) for place, _, entry in held]


def contradictions_of_streams(
    document: Mapping[str, Any], streams: Mapping[str, Any] | None
) -> list[Contradiction]:
    """Return the entries of the streams that are not those of a schema they share with the document."""
    shared = contradictions(document)
    return [entry for entry in contradictions(streams) if entry not in shared] if streams else []


def render_contradictions(document: Mapping[str, Any], streams: Mapping[str, Any] | None = None) -> bytes:
    """Return the table as Markdown, the places as pointers into `openapi.json` and `asyncapi.json`."""
    entries = [("", entry) for entry in contradictions(document)]
    entries += [("asyncapi.json", entry) for entry in contradictions_of_streams(document, streams)]
    rows = [_row(number, file, entry) for number, (file, entry) in enumerate(entries, 1)]
    columns = ("", "place", "about", "sources", "resolution", "confidence", "evidence")
    return (HEADER + _INTRODUCTION + "\n" + table(columns, rows)).encode()


def _entries(document: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for node in walk(document, "streams" if "asyncapi" in document else "document"):
        if isinstance(node.value, dict):
            for index, entry in enumerate(node.value.get(KEY, [])):
                yield pointer((*node.parts, KEY, index)), node.value, entry


def _fault(place: str, holder: Any, entry: Mapping[str, Any]) -> Finding | None:
    if any(not entry.get(field) for field in _FIELDS):
        reason, advice = "is incomplete", f"Give it {', '.join(_FIELDS)}."
    elif entry["confidence"] not in CONFIDENCES:
        reason, advice = (
            f"has the confidence {entry['confidence']!r}",
            f"Choose from {', '.join(CONFIDENCES)}.",
        )
    elif not _leads_somewhere(holder, entry.get("at", "")):
        reason, advice = (
            f"is about {entry['at']}, which leads nowhere",
            "Point to a part of the object that holds it.",
        )
    else:
        return None
    return Finding("openapi.json", place, "contradictions", reason, advice)


def _leads_somewhere(holder: Any, place: str) -> bool:
    try:
        follow(holder, place)
    except LookupError:
        return False
    return True


def _contradiction(holder: str, entry: Mapping[str, Any]) -> Contradiction:
    return Contradiction(
        place=holder + entry.get("at", ""),
        about=entry["about"],
        claims=[(said["source"], said["claim"]) for said in entry["sources"]],
        resolution=entry["resolution"],
        confidence=entry["confidence"],
        evidence=entry["evidence"],
    )


def _row(number: int, file: str, entry: Contradiction) -> tuple[str, ...]:
    claims = " ".join(f"**{source}**: {claim}" for source, claim in entry.claims)
    place = code(f"{file}#{entry.place}")
    return (str(number), place, entry.about, claims, entry.resolution, entry.confidence, entry.evidence)
