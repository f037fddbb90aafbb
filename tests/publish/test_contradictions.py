import copy
import json
from pathlib import Path
from typing import Any

import pytest

from generator.document.findings import InvalidSpecError
from generator.document.json_pointer import follow
from generator.document.yaml_io import read_yaml
from generator.publish.contradictions import contradictions, render_contradictions

DATA = Path(__file__).parent / "data"
PLACES = json.loads((DATA / "contradictions.json").read_text("utf-8"))
DISPUTED = json.loads((DATA / "members_disputed.json").read_text("utf-8"))
BROKEN = json.loads((DATA / "broken_contradictions.json").read_text("utf-8"))


def test_known_contradictions_stand_beside_their_places(document: dict[str, Any]) -> None:
    assert set(PLACES) - {entry.place for entry in contradictions(document)} == set()


@pytest.mark.parametrize("place", DISPUTED)
def test_members_that_are_null_or_there_against_the_tables_are_named(
    place: str, document: dict[str, Any]
) -> None:
    claims = " ".join(
        claim for entry in contradictions(document) if entry.place == place for _, claim in entry.claims
    )
    assert [name for name in DISPUTED[place] if name not in claims] == []


def test_each_place_is_in_the_document(document: dict[str, Any]) -> None:
    for entry in contradictions(document):
        follow(document, entry.place)


def test_table_has_a_line_for_each_contradiction(document: dict[str, Any]) -> None:
    lines = render_contradictions(document).decode().splitlines()
    entries = contradictions(document)
    rows = [line for line in lines if line.startswith("| ")][2:]
    assert len(rows) == len(entries)
    assert all(f"`#{entry.place}`" in row for entry, row in zip(entries, rows, strict=True))
    assert all(
        claim.split("|")[0] in row
        for entry, row in zip(entries, rows, strict=True)
        for _, claim in entry.claims
    )


def test_table_has_a_cell_for_each_column(document: dict[str, Any]) -> None:
    table = [line for line in render_contradictions(document).decode().splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in table} == {8}


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["reason"])
def test_incomplete_contradiction_is_refused_with_its_place(
    case: dict[str, Any], document: dict[str, Any]
) -> None:
    changed = copy.deepcopy(document)
    entry = changed["components"]["schemas"]["KnownStatusFilter"]["x-contradictions"][0]
    entry.update(case["change"])
    with pytest.raises(InvalidSpecError, match=f"KnownStatusFilter/x-contradictions/0: {case['reason']}"):
        contradictions(changed)


def test_guide_shows_a_contradiction_of_the_document(document: dict[str, Any]) -> None:
    guide = (Path(__file__).parents[2] / "spec/README.md").read_text("utf-8")
    section = guide.partition("## To record a contradiction")[2]
    shown = read_yaml(section.partition("```yaml\n")[2].partition("```")[0])
    assert (
        shown["x-contradictions"]
        == document["components"]["schemas"]["PositionConditionalInput"]["x-contradictions"]
    )
