"""A document altered in one place, against its own examples: that place is found, and nothing else is."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.document.json_pointer import follow, parts, pointer
from generator.observe.document import Document
from generator.observe.http_transactions import HttpTransaction
from generator.observe.report import Report
from tests.sampling import sampled

ALTERATIONS = sorted(Path(__file__).with_name("alterations").glob("*.json"))
Observe = Callable[[Document, list[HttpTransaction]], Report]


def altered(content: dict[str, Any], alteration: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of the document with a member taken away or added, or a value replaced."""
    content = copy.deepcopy(content)
    *steps, last = parts(alteration["at"])
    holder = follow(content, pointer(steps))
    match alteration:
        case {"becomes": value}:
            holder[last] = value
        case {"with": item}:
            holder[last].append(item)
        case {"without": item} if isinstance(holder[last], list):
            holder[last].remove(item)
        case {"without": key}:
            del holder[last][key]
    return content


def seen_in(report: Report) -> dict[str, list[str]]:
    """Return what each place of the document is said to lack, with the places in the traffic."""
    found: dict[str, set[str]] = {}
    for each in report.findings:
        key = f"{each.schema}: {each.kind} {each.word}".rstrip()
        found.setdefault(key, set()).add(f"{each.operation}, {each.place} {each.pointer}".rstrip(", "))
    return {key: sorted(places) for key, places in found.items()}


@pytest.mark.parametrize("file", ALTERATIONS, ids=lambda file: file.stem)
def test_what_was_altered_is_found_and_nothing_else(
    file: Path, content: dict[str, Any], traffic: list[HttpTransaction], observed: Observe
) -> None:
    alteration = json.loads(file.read_text("utf-8"))
    named = alteration.get("traffic_of", alteration["such_as"].partition(",")[0])
    own = [each for each in traffic if each.origin.partition(" ")[0] == named]
    report = observed(Document(altered(content, alteration)), own + sampled(file.stem, traffic, 60))
    assert seen_in(report).keys() == {alteration["finds"]}
    assert alteration["such_as"] in seen_in(report)[alteration["finds"]]


def test_examples_of_the_unaltered_document_show_no_drift(
    document: Document, traffic: list[HttpTransaction], observed: Observe
) -> None:
    report = observed(document, traffic)
    assert report.findings == []
    assert report.unseen.operations == ()
    assert len(traffic) == report.matched > 100
