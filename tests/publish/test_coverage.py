import copy
import dataclasses
import pickle
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.commands import run
from generator.document.findings import InvalidSpecError
from generator.document.yaml_io import read_yaml
from generator.publish.coverage.places import Places
from generator.publish.coverage.sources import SourceRow, read_sources
from generator.publish.coverage.table import covered, render_coverage
from generator.side_process import in_side_process

ROOT = Path(__file__).parents[2]
ROWS = read_sources()
BROKEN = read_yaml((Path(__file__).parent / "data" / "broken_sources.yaml").read_text("utf-8"))
ENTITIES = {
    "SmartTrade": [
        "smart_trade_created",
        "smart_trade_funds_reducing",
        "smart_trade_updated",
        "smart_trade_list",
    ],
    "Trade": ["trade_list", "trade_entity_list"],
}


def test_every_documented_thing_is_described_or_left_out_for_a_reason(document: dict[str, Any]) -> None:
    found = covered(document, ROWS)
    assert len(found) == len(ROWS) > 600
    assert all(bool(place) != bool(row.gap) for row, place in found)


def test_only_what_cannot_be_described_is_left_out(document: dict[str, Any]) -> None:
    gaps = [row for row, place in covered(document, ROWS) if not place]
    kinds = {"endpoint", "example", "status", "query parameter", "body parameter"}
    assert {row.kind for row in gaps} <= kinds
    # Some pages print 201 for a GET, and one 200 where the actions beside it answer 201.
    reads = {item["get"]["operationId"] for item in document["paths"].values() if "get" in item}
    assert [
        (row.operation, row.name)
        for row in gaps
        if row.kind == "status" and not (row.operation in reads and row.name == "201")
    ] == [("cancel_all_deals_of_dca_bot", "200")]
    others = [
        row
        for row in gaps
        if row.kind == "endpoint" and not row.gap.startswith(("No source shows", "Version 1 was withdrawn"))
    ]
    assert others == []


@pytest.mark.parametrize(
    "kind", ["endpoint", "path parameter", "query parameter", "body parameter", "status", "field"]
)
def test_thing_that_the_document_does_not_have_is_named(kind: str, document: dict[str, Any]) -> None:
    known = next(row for row in ROWS if row.kind == kind and not row.gap)
    unknown = dataclasses.replace(known, name="unheard_of", described_as="unheard_of")
    with pytest.raises(InvalidSpecError, match=f"{kind} unheard_of is described nowhere"):
        covered(document, [unknown])


def test_example_that_was_changed_is_named(document: dict[str, Any]) -> None:
    changed = copy.deepcopy(document)
    changed["components"]["examples"]["set_note_request"]["value"]["note"] = "another"
    with pytest.raises(InvalidSpecError, match="example request is described nowhere"):
        covered(changed, ROWS)


@pytest.mark.parametrize("command", ["lint", "build"])
def test_example_that_was_changed_is_named_by_lint_as_by_a_build(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = shutil.copytree(ROOT / "spec", tmp_path / "spec")
    (example,) = spec.rglob("set_note_request.yaml")
    example.write_text(example.read_text("utf-8").replace("note: ", "note: another "), "utf-8")
    assert run([command, "--spec", str(spec), "--generated", str(tmp_path / "generated")]) == 1
    assert "example request is described nowhere [coverage]" in capsys.readouterr().err


def test_digests_of_all_examples_are_those_that_the_lists_have(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["digests"]) == 0
    printed = dict(line.split("  ")[::-1] for line in capsys.readouterr().out.splitlines())
    wanted = {row.digest for row in ROWS if row.digest and not row.gap}
    assert wanted <= set(printed.values())
    assert {"account", "account_list", "account_list/0"} <= printed.keys()


def test_digests_of_some_examples_are_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["digests", "account", "account_list*"]) == 0
    names = [line.split("  ")[1] for line in capsys.readouterr().out.splitlines()]
    assert names == ["account", "account_list", "account_list/0", "account_list/1"]
    assert run(["digests", "unheard_of"]) == 1
    assert capsys.readouterr().err == "unheard_of\nNo example has that name.\n"


def test_property_that_was_removed_is_named(document: dict[str, Any]) -> None:
    changed = copy.deepcopy(document)
    del changed["components"]["schemas"]["Margin"]["properties"]["amount"]
    with pytest.raises(
        InvalidSpecError, match=r"0_smart_trade_entity.mdx: field margin.amount is described nowhere"
    ):
        covered(changed, ROWS)


def test_reason_for_a_gap_that_is_none_is_refused(document: dict[str, Any]) -> None:
    row = SourceRow(
        page="a page", kind="status", name="201", described_as="201", operation="add_funds", gap="no reason"
    )
    with pytest.raises(InvalidSpecError, match="a page: status 201 is no gap"):
        covered(document, [row])


def test_every_key_of_an_answer_is_described(document: dict[str, Any]) -> None:
    places = Places(document)
    examples = document["components"]["examples"]
    for entity, names in ENTITIES.items():
        for key in {key for name in names for key in keys(examples[name]["value"])}:
            name = key.removeprefix("[].")
            row = SourceRow(page="", kind="field", name=name, described_as=name, entity=entity)
            assert places.find(row), f"{entity}.{name}"


def test_document_without_an_entity_is_refused_for_its_rows(document: dict[str, Any]) -> None:
    row = SourceRow(page="a page", kind="field", name="id", described_as="id", entity="Nobody")
    assert Places(document).find(row) == ""
    with pytest.raises(InvalidSpecError, match="a page: field id"):
        covered(document, [row])


def test_table_names_each_page_and_counts_each_row(document: dict[str, Any]) -> None:
    text = render_coverage(document, ROWS).decode()
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        f"## {page}" for page in dict.fromkeys(row.page for row in ROWS)
    ]
    assert f"| all | {len(ROWS)} |" in text


def keys(value: Any, path: str = "") -> Any:
    """Yield the path of each member, as the sources write it."""
    match value:
        case dict():
            for key, inner in value.items():
                yield f"{path}.{key}".removeprefix(".")
                yield from keys(inner, f"{path}.{key}".removeprefix("."))
        case list():
            for item in value:
                yield from keys(item, f"{path}[]")


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["text"])
def test_list_that_cannot_be_read_is_named_with_its_place(case: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(case["text"], "utf-8")
    with pytest.raises(InvalidSpecError) as caught:
        read_sources(tmp_path)
    assert f"generator/publish/sources/{case['place']}: " in str(caught.value)
    assert case["reason"] in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).findings == caught.value.findings


def test_list_that_cannot_be_read_is_named_by_a_build_too(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("- page: [", "utf-8")
    with (
        pytest.raises(InvalidSpecError, match=r"broken\.yaml:2"),
        in_side_process(partial(read_sources, tmp_path)),
    ):
        pass
